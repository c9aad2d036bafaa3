// Loaded ahead of a process that is measured (--require): at its end it leaves the peak of its memory, in MB, in a file.
// Linux counts what the parent held before the start into resourceUsage, but not into the high-water mark.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  const file = process.env.BENCH_MEMORY_FILE;
  if (file !== undefined) writeFileSync(file, String(peakKilobytes() / 1024));
});

function peakKilobytes() {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (found !== undefined) return Number(found);
  } catch {
    // Only Linux has that file.
  }
  return process.resourceUsage().maxRSS;
}
