/**
 * Ends a command with an exit code when everything has been told already: nothing more is printed,
 * so that stdout keeps its one document.
 */
export class ExitWithCode extends Error {
  /** Exit code of the process. */
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit code ${exitCode}`);
    this.exitCode = exitCode;
  }
}
