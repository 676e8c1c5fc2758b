//! The platforms that Sidestep is handed out for, each declared once. Archives, Debian packages, wheels, npm packages,
//! extensions, the jobs of the release workflow and the addresses for `cargo binstall` take their names from here.

/// One platform, in the words of each package manager.
pub struct Platform {
    /// The job of the release workflow.
    pub name: &'static str,
    /// The machine of that job, which can run the program.
    pub runner: &'static str,
    /// Rust's target.
    pub triple: &'static str,
    /// `os`, `cpu` and, on Linux, `libc` in a `package.json`.
    pub npm: (&'static str, &'static str, Option<&'static str>),
    /// The platform tag of the wheel.
    pub wheel: &'static str,
    /// What `maturin` has to keep to for that tag; not said where the target alone decides.
    pub compatibility: Option<&'static str>,
    /// Whether the linker is zig's, which links with an old C library on a new machine.
    pub has_zig: bool,
    /// The target of an extension for Visual Studio Code.
    pub vsix: &'static str,
    /// Debian's word for the processor, where there is a Debian package.
    pub debian: Option<&'static str>,
    /// The ending of the archive.
    pub ending: &'static str,
}

/// A Linux of a processor, with the C library of GNU or with none: musl is linked in.
const LINUX: Platform = Platform {
    name: "linux-x64",
    // An old system, so that what tries the packages is old too.
    runner: "ubuntu-22.04",
    triple: "x86_64-unknown-linux-gnu",
    npm: ("linux", "x64", Some("glibc")),
    wheel: "manylinux_2_17_x86_64.manylinux2014_x86_64",
    compatibility: Some("manylinux2014"),
    has_zig: true,
    vsix: "linux-x64",
    debian: Some("amd64"),
    ending: ".tar.gz",
};

const LINUX_MUSL: Platform = Platform {
    name: "linux-x64-musl",
    runner: "ubuntu-24.04",
    triple: "x86_64-unknown-linux-musl",
    npm: ("linux", "x64", Some("musl")),
    wheel: "musllinux_1_2_x86_64",
    compatibility: Some("musllinux_1_2"),
    has_zig: false,
    vsix: "alpine-x64",
    debian: None,
    ..LINUX
};

const MACOS: Platform = Platform {
    name: "macos-x64",
    runner: "macos-15-intel",
    triple: "x86_64-apple-darwin",
    npm: ("darwin", "x64", None),
    wheel: "macosx_10_12_x86_64",
    compatibility: None,
    vsix: "darwin-x64",
    ..LINUX_MUSL
};

/// All of them.
pub const PLATFORMS: [Platform; 7] = [
    LINUX,
    Platform {
        name: "linux-arm64",
        runner: "ubuntu-22.04-arm",
        triple: "aarch64-unknown-linux-gnu",
        npm: ("linux", "arm64", Some("glibc")),
        wheel: "manylinux_2_17_aarch64.manylinux2014_aarch64",
        vsix: "linux-arm64",
        debian: Some("arm64"),
        ..LINUX
    },
    LINUX_MUSL,
    Platform {
        name: "linux-arm64-musl",
        runner: "ubuntu-24.04-arm",
        triple: "aarch64-unknown-linux-musl",
        npm: ("linux", "arm64", Some("musl")),
        wheel: "musllinux_1_2_aarch64",
        vsix: "alpine-arm64",
        ..LINUX_MUSL
    },
    MACOS,
    Platform {
        name: "macos-arm64",
        runner: "macos-15",
        triple: "aarch64-apple-darwin",
        npm: ("darwin", "arm64", None),
        wheel: "macosx_11_0_arm64",
        vsix: "darwin-arm64",
        ..MACOS
    },
    Platform {
        name: "windows-x64",
        runner: "windows-2025",
        triple: "x86_64-pc-windows-msvc",
        npm: ("win32", "x64", None),
        wheel: "win_amd64",
        vsix: "win32-x64",
        ending: ".zip",
        ..MACOS
    },
];

impl Platform {
    /// The platform of a target of Rust's.
    pub fn of(triple: &str) -> Option<&'static Platform> {
        PLATFORMS.iter().find(|platform| platform.triple == triple)
    }

    /// The npm package with the program, without its scope.
    pub fn npm_folder(&self) -> String {
        let (os, cpu, libc) = self.npm;
        let musl = if libc == Some("musl") { "-musl" } else { "" };
        format!("cli-{os}-{cpu}{musl}")
    }

    /// The file with the program in the packages of npm.
    pub fn program(&self) -> &'static str {
        if self.npm.0 == "win32" { "sidestep.exe" } else { "sidestep" }
    }

    pub fn wheel_file(&self, version: &str) -> String {
        format!("sidestep-{version}-py3-none-{}.whl", self.wheel)
    }

    pub fn vsix_file(&self, version: &str) -> String {
        format!("sidestep-{version}-{}.vsix", self.vsix)
    }

    pub fn debian_file(&self, version: &str) -> Option<String> {
        self.debian.map(|architecture| format!("sidestep_{version}-1_{architecture}.deb"))
    }

    pub fn archive(&self, version: &str) -> String {
        folder(version, self.triple) + self.ending
    }
}

/// The folder in an archive. Archives are made for targets that are not handed out too.
pub fn folder(version: &str, triple: &str) -> String {
    format!("sidestep-{version}-{triple}")
}
