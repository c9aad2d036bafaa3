/**
 * The lines of a Prisma schema without its comments (`//`, `///`, and `/* … *\/` over several lines), whatever the line
 * ends are. What stands in quotes stays. Prisma has no declaration of more than one line, so lines are all that is needed.
 */
export function codeLines(text: string): string[] {
  let inComment = false;
  return text.split(/\r?\n/).map((line) => {
    // Nearly every line: large schemas have a hundred thousand.
    if (!inComment && !line.includes('/')) return line.trimEnd();
    let code = '';
    let inString = false;
    for (let place = 0; place < line.length; place += 1) {
      const two = line.slice(place, place + 2);
      if (inComment) {
        if (two !== '*/') continue;
        inComment = false;
        place += 1;
      } else if (inString) {
        code += two.startsWith('\\') ? two : line[place];
        if (two.startsWith('\\')) place += 1;
        else if (line[place] === '"') inString = false;
      } else if (two === '//') break;
      else if (two === '/*') {
        inComment = true;
        place += 1;
      } else {
        inString = line[place] === '"';
        code += line[place];
      }
    }
    return code.trimEnd();
  });
}
