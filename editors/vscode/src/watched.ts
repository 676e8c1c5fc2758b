/** Changes of files on the disk, handed on at once. */
import type { FileEvent } from "vscode-languageclient/node";

/**
 * Gathers what the editor says within one turn. The client's own way is to wait for 250 ms without a change, so that a
 * checkout of many files is heard of when it is long over.
 */
export class WatchedFiles {
  private gathered: FileEvent[] = [];

  constructor(private readonly send: (changes: FileEvent[]) => Promise<void>) {}

  /** Done when the server has been told. */
  private next: Promise<void> | undefined;

  changed(event: FileEvent): Promise<void> {
    this.gathered.push(event);
    this.next ??= new Promise<void>((done) => setImmediate(done)).then(() => {
      const changes = this.gathered;
      this.gathered = [];
      this.next = undefined;
      return this.send(changes);
    });
    return this.next;
  }
}
