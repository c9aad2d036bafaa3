import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Job } from '../../shared/job';
import { errorCode } from '../probes/client/errors';
import { finishJob } from './fold';

const JobFile = z.array(Job);

/** Where the jobs of a server are kept over its restarts. */
export function jobFilePath(dataDir: string): string {
  return join(dataDir, 'run', 'jobs.json');
}

/**
 * The jobs of the former server, newest first. One that was running then was interrupted with it.
 * An unreadable file is no reason not to start: the jobs are lost, and `onFault` is told why.
 */
export function readJobFile(file: string, now: string, onFault: (error: unknown) => void): Job[] {
  try {
    return JobFile.parse(JSON.parse(readFileSync(file, 'utf8'))).map((job) =>
      job.state === 'running'
        ? finishJob(
            job,
            { state: 'interrupted', reason: 'The server ended while this was under way: start it again.' },
            now,
          )
        : job,
    );
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') onFault(error);
    return [];
  }
}

/** Writes in one go, so that a crash leaves the former file or the new one. */
export function writeJobFile(file: string, jobs: readonly Job[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(jobs));
  renameSync(temporary, file);
}
