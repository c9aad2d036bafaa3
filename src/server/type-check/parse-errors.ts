/** One error as `tsc --pretty false` prints it. */
export type CompilerError = {
  code: string;
  /** With the lines that explain it further. */
  message: string;
  /** Null where it concerns the settings or the whole. */
  place: { file: string; line: number; column: number } | null;
};

const AT_PLACE = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/;
const OF_WHOLE = /^error (TS\d+): (.*)$/;

/** Reads the errors out of what the compiler printed; other lines are left out. Pure. */
export function parseErrors(lines: readonly string[]): CompilerError[] {
  const errors: CompilerError[] = [];
  let current: CompilerError | null = null;
  for (const line of lines) {
    const next = errorIn(line);
    if (next !== null) errors.push(next);
    else if (current !== null && /^\s+\S/.test(line)) {
      current.message += `\n${line.trimEnd()}`;
      continue;
    }
    current = next;
  }
  return errors;
}

function errorIn(line: string): CompilerError | null {
  const at = AT_PLACE.exec(line);
  if (at !== null) {
    const [, file = '', row, column, code = '', message = ''] = at;
    return { code, message, place: { file: slashes(file), line: Number(row), column: Number(column) } };
  }
  const whole = OF_WHOLE.exec(line);
  if (whole === null) return null;
  const [, code = '', message = ''] = whole;
  return { code, message, place: null };
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
