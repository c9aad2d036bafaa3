/** What is longer is cut: a program may print 100 MB without a single line break. */
const MAX_LINE_CHARACTERS = 2_000;

/** Cuts what a program prints into lines as it comes, and keeps no more than one of them. */
export class LineSplitter {
  private rest = '';
  private isCut = false;

  constructor(private readonly onLine: (line: string) => void) {}

  take(text: string): void {
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.add(text.slice(from, at));
      this.end();
      from = at + 1;
    }
    this.add(text.slice(from));
  }

  /** Tells the last line, which may have no break. */
  end(): void {
    const line = this.isCut ? `${this.rest}…` : this.rest;
    this.rest = '';
    this.isCut = false;
    const trimmed = line.trimEnd();
    if (trimmed !== '') this.onLine(trimmed);
  }

  private add(text: string): void {
    const room = MAX_LINE_CHARACTERS - this.rest.length;
    if (text.length > room) this.isCut = true;
    this.rest += text.slice(0, room);
  }
}
