// Changes from outside.
import { same, matches, replace } from "../desk.mjs";

export default async ({ folder, step, findings }) => {
  await step("a change from outside is seen", async () => {
    replace(folder, "content/roles/ml-engineer.yaml", "role: Data Engineer", "role: Datta Engineer");
    await matches(() => findings("content/roles/ml-engineer.yaml"), /unknown-role/);
    replace(folder, "content/roles/ml-engineer.yaml", "role: Datta Engineer", "role: Data Engineer");
    await same(() => findings("content/roles/ml-engineer.yaml"), []);
  });
};
