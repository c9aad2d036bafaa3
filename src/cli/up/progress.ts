import pc from 'picocolors';

/** Lines of phases with their times, on standard error. */
export interface Progress {
  /**
   * Runs a phase and shows it with its time. `work` gives the line's final words (or null to show none), and may tell
   * how far it is.
   */
  phase(label: string, work: (update: (detail: string) => void) => Promise<string | null>): Promise<void>;
  note(text: string): void;
}

const LABEL_WIDTH = 56;

/** @param stream where to write; running phases are redrawn only on a terminal */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const tty = stream.isTTY === true;
  const colors = pc.createColors(tty && pc.isColorSupported);
  return {
    note: (text) => {
      stream.write(`${colors.dim('·')} ${text}\n`);
    },
    phase: async (label, work) => {
      const started = performance.now();
      let detail = '';
      const draw = () => {
        const text = detail === '' ? label : `${label}: ${detail}`;
        stream.write(`\r\u001b[K${colors.cyan('…')} ${line(text, started)}`);
      };
      const timer = tty ? setInterval(draw, 100) : undefined;
      const finish = (mark: string, text: string) => {
        clearInterval(timer);
        stream.write(`${tty ? '\r\u001b[K' : ''}${mark} ${line(text, started)}\n`);
      };
      try {
        const result = await work((text) => {
          detail = text;
        });
        if (result === null) {
          clearInterval(timer);
          if (tty) stream.write('\r\u001b[K');
        } else {
          finish(colors.green('✓'), result);
        }
      } catch (error) {
        finish(colors.red('✗'), label);
        throw error;
      }
    },
  };
}

function line(text: string, started: number): string {
  return `${text.padEnd(LABEL_WIDTH)} ${formatSeconds(performance.now() - started).padStart(8)}`;
}

/** `0.4 s`, `12.0 s`. */
export function formatSeconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
