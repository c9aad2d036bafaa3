import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

export type FollowedFile = {
  /** Tells the lines that came since, up to about `maxBytes` in all. @returns how many bytes were read so far */
  read(maxBytes: number): Promise<number>;
  /** The same for the last time: a line without an end counts too. */
  end(maxBytes: number): Promise<void>;
  close(): Promise<void>;
};

/** Tells each line that another process adds to a file; empty ones are left out. */
export async function followFile(file: string, onLine: (line: string) => void): Promise<FollowedFile> {
  const handle = await open(file, 'r');
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(64_000);
  let position = 0;
  let rest = '';
  let reading: Promise<number> = Promise.resolve(0);

  const tell = (line: string) => {
    if (line.trim() !== '') onLine(line.trimEnd());
  };
  async function more(maxBytes: number): Promise<number> {
    while (position <= maxBytes) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) tell(line);
    }
    return position;
  }
  // One after the other: two readings side by side would tell a line twice.
  const read = (maxBytes: number) => {
    reading = reading.then(() => more(maxBytes));
    return reading;
  };
  return {
    read,
    async end(maxBytes) {
      await read(maxBytes);
      tell(rest);
      rest = '';
    },
    async close() {
      await reading.catch(() => undefined);
      await handle.close();
    },
  };
}
