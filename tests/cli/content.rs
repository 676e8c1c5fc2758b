//! The shipped content: complete, without a finding, and true to the facts it was written from.

use std::collections::BTreeSet;

use crate::support::{repository, run};

/// Role, primary focus, key skills, common tools, typical deliverables (content model, section 9).
const FACTS: [[&str; 5]; 7] = [
    [
        "Backend Engineer",
        "server-side logic, APIs, databases, system architecture",
        "distributed systems, database management, API design, scalability",
        "Java/Python/Go, Spring Boot/Django/Express.js, PostgreSQL/MongoDB, Docker, Kubernetes",
        "APIs, microservices, database schemas, system integrations",
    ],
    [
        "Fullstack Engineer",
        "end-to-end application development",
        "UI/UX, API development, database interaction, deployment",
        "React/Vue/Angular, Node.js/Python, SQL/NoSQL DBs, Git, CI/CD",
        "complete features, web applications, interactive user experiences",
    ],
    [
        "DevOps Engineer",
        "infrastructure automation, CI/CD, reliability, monitoring",
        "cloud platforms, scripting, containerization, orchestration, SRE principles",
        "AWS/Azure/GCP, Docker, Kubernetes, Jenkins/GitLab CI, Terraform, Prometheus/Grafana",
        "automated deployment pipelines, scalable infrastructure, monitoring dashboards",
    ],
    [
        "Data Engineer",
        "data pipelines, storage, processing",
        "ETL, distributed computing, data warehousing, SQL/NoSQL",
        "Apache Spark, Kafka, Hadoop, Python, SQL, Cloud data services (BigQuery, Redshift)",
        "data lakes/warehouses, ETL pipelines, transformation jobs",
    ],
    [
        "ML Engineer",
        "deploying and maintaining models in production",
        "machine learning algorithms, MLOps, software engineering, model deployment",
        "Python, TensorFlow/PyTorch, Docker, Kubernetes, SageMaker/Vertex AI, MLflow",
        "deployed models, prediction APIs, model monitoring",
    ],
    [
        "Cloud Architect",
        "cloud infrastructure, strategy, governance",
        "cloud provider expertise, network design, security, cost optimization, IaC",
        "AWS/Azure/GCP services, Terraform/CloudFormation, Cloud security tools, Cost management tools",
        "architecture diagrams, infrastructure blueprints, migration strategies",
    ],
    [
        "Frontend Engineer",
        "user interface and user experience development",
        "HTML, CSS, JavaScript, responsive design, accessibility, performance optimization",
        "React/Vue/Angular, Webpack, Babel, Figma/Sketch (for collaboration)",
        "interactive web pages, user interfaces, single-page applications",
    ],
];

fn page(role: &str) -> String {
    run(repository(), &["render", role]).is(0).out.clone()
}

fn alternatives(page: &str) -> Vec<&str> {
    let titles = page.lines().filter_map(|l| l.strip_prefix("### "));
    titles.filter_map(|l| l.split_once(". ")?.1.split_once(" — ").map(|(role, _)| role)).collect()
}

#[test]
fn no_finding_of_any_kind() {
    let report = run(repository(), &["check", "--format", "json"]).is(0).json();
    assert_eq!(report["diagnostics"], serde_json::json!([]));
    assert_eq!(report["files"], 9);
}

#[test]
fn the_given_facts() {
    for facts in FACTS {
        let page = page(facts[0]);
        let row = page.lines().find(|l| l.starts_with(&format!("| {} |", facts[0]))).unwrap();
        let cells: Vec<String> = row.split('|').map(|c| c.trim().to_lowercase()).filter(|c| !c.is_empty()).collect();
        assert_eq!(cells, facts.map(str::to_lowercase));
    }
}

#[test]
fn every_role_has_a_full_page() {
    let backend = page("Backend Engineer");
    assert_eq!(
        alternatives(&backend),
        [
            "Fullstack Engineer",
            "DevOps Engineer",
            "Data Engineer",
            "ML Engineer",
            "Cloud Architect",
            "Frontend Engineer"
        ]
    );
    for [role, ..] in FACTS {
        let page = page(role);
        let alternatives = alternatives(&page);
        assert!(alternatives.len() >= 3, "{role}");
        assert_eq!(page.matches("\nBest for:\n").count(), alternatives.len(), "{role}");
        assert_eq!(page.matches("\n- If ").count(), alternatives.len(), "{role}");
        assert_eq!(page.matches("\n| ").count(), alternatives.len() + 3, "{role}: a row for each");
        let links: BTreeSet<&str> = page.split("](https://").skip(1).filter_map(|l| l.split(')').next()).collect();
        assert!(links.len() >= 4, "{role} refers to {links:?}");
    }
}

/// Openings, sentences and list items are written once.
#[test]
fn nothing_is_said_twice() {
    let mut seen = BTreeSet::new();
    for [role, ..] in FACTS {
        let page = page(role);
        let prose = page.lines().filter(|l| !l.starts_with(['|', '#']) && !l.starts_with("Explore the "));
        for line in prose.filter(|l| l.split(' ').count() > 3) {
            assert!(seen.insert(line.to_owned()), "{role}: {line}");
        }
    }
}
