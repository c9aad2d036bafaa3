import { z } from 'zod';

/** Fourteen routes asked again and again, each way of asking in turn. */
const Crowd = z.object({
  what: z.string(),
  slowestMs: z.number(),
  /** Medians of all fourteen together. */
  oursMs: z.number(),
  oursCpuMs: z.number(),
  /** The same with no connection left from the round before, as in a dashboard that looks once a minute. */
  oursAnewMs: z.number(),
  /** The least disturbed of the rounds, of ours and of `node:http`. */
  oursBestMs: z.number(),
  httpBestMs: z.number(),
  /** With the manifest read, the name resolved, and connections made anew, as a run does it the first time in a process. */
  oursFirstMs: z.number(),
  fetchLoopMs: z.number(),
  fetchAtOnceMs: z.number(),
  httpAtOnceMs: z.number(),
  rounds: z.number().int(),
});
export type Crowd = z.infer<typeof Crowd>;
export const Crowds = z.array(Crowd);

/** A thousand declared routes, in a process that did nothing else. */
export const Thousand = z.object({
  bodyKilobytes: z.number(),
  concurrency: z.number().int(),
  /** The most that the server had at a time. */
  mostAtOnce: z.number().int(),
  asked: z.number().int(),
  /** Not asked any more, each with its reason: the answers had reached their limit. */
  notAsked: z.number().int(),
  wallMs: z.number(),
  /** Of the process before, and its peak. */
  loadedMb: z.number(),
  peakMb: z.number(),
});
export type Thousand = z.infer<typeof Thousand>;

export const EndpointFigures = z.object({ crowds: Crowds, thousands: z.array(Thousand) });
export type EndpointFigures = z.infer<typeof EndpointFigures>;

export const EndpointTask = z.object({
  port: z.number().int(),
  folder: z.string(),
  rounds: z.number().int(),
  bodyKilobytes: z.number(),
});
export type EndpointTask = z.infer<typeof EndpointTask>;
