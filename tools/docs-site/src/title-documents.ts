import { dirname } from "node:path";
import type { NormalizedPath, ProjectReflection } from "typedoc";

/**
 * Names each document after its first heading, as a file's name, such as README, tells nothing. Links to
 * the folder of a README lead to it.
 */
export function titleDocuments(project: ProjectReflection): void {
  for (const document of project.documents ?? []) {
    const text = document.content.map((part) => part.text).join("");
    document.name = /^# (.+)$/mu.exec(text)?.[1] ?? document.name;
    const path = project.files.getReflectionPath(document);
    if (path?.endsWith("/README.md") === true) {
      project.files.registerReflectionPath(dirname(path) as NormalizedPath, document);
    }
  }
}
