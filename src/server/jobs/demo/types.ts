import type { z } from 'zod';
import type { DemoName } from '../../../shared/job';
import type { RegenerateContext } from '../regenerate';
import type { StepTools } from '../steps';

/** `settings.embedded` must be true: a demo refuses anything else. */
export type DemoContext = Omit<RegenerateContext, 'files'> & {
  /** Where the embedded PostgreSQL listens now, or null; by default its own `postmaster.pid` is asked. */
  findEmbedded?: () => Promise<{ host: string; port: number } | null>;
};

/** One way to make Americano ill, with its exact undoing. */
export type Demo = {
  name: Exclude<DemoName, 'heal'>;
  /** What it does, as a step's title. */
  title: string;
  /** Looks before anything is changed. @returns the record with which `undo` works */
  look(context: DemoContext): Promise<unknown>;
  apply(context: DemoContext, record: unknown, tools: StepTools): Promise<void>;
  /** Does no harm when it is called twice, after half a demo, or after somebody repaired it by hand. */
  undo(context: DemoContext, record: unknown, tools: StepTools): Promise<void>;
};

/** Keeps the record's type inside a definition; it comes back from a file, so it is parsed. */
export function defineDemo<R>(demo: {
  name: Demo['name'];
  title: string;
  record: z.ZodType<R>;
  look(context: DemoContext): Promise<R>;
  apply(context: DemoContext, record: R, tools: StepTools): Promise<void>;
  undo(context: DemoContext, record: R, tools: StepTools): Promise<void>;
}): Demo {
  return {
    name: demo.name,
    title: demo.title,
    look: (context) => demo.look(context),
    apply: (context, record, tools) => demo.apply(context, demo.record.parse(record), tools),
    undo: (context, record, tools) => demo.undo(context, demo.record.parse(record), tools),
  };
}
