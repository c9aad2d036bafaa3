/** So many lines are told as they come; of what follows, the last ones at the end. */
export type LineCounts = { first: number; last: number };

/**
 * Lets the first lines through at once and keeps the last ones of the rest, so that a program that prints without end
 * costs no memory and fills no log. Lines that nobody will see are not even cleaned.
 */
export class LineBudget {
  private told = 0;
  private beyond = 0;
  private last: string[] = [];

  constructor(
    private readonly tell: (line: string) => void,
    private readonly clean: (line: string) => string,
    private readonly counts: LineCounts,
  ) {}

  take(line: string): void {
    if (this.told < this.counts.first) {
      this.told += 1;
      this.tell(this.clean(line));
      return;
    }
    this.last[this.beyond % this.counts.last] = line;
    this.beyond += 1;
  }

  /** Tells how many were left out, then the last ones. Afterwards it begins anew. */
  end(): void {
    const last = this.newest();
    const leftOut = this.beyond - last.length;
    if (leftOut > 0) this.tell(`… ${leftOut.toLocaleString('en')} lines were left out …`);
    for (const line of last) this.tell(line);
    this.told = 0;
    this.beyond = 0;
    this.last = [];
  }

  private newest(): string[] {
    const { last } = this.counts;
    const kept = Math.min(this.beyond, last);
    const from = this.beyond - kept;
    return Array.from({ length: kept }, (_, index) => this.clean(this.last[(from + index) % last] ?? ''));
  }
}
