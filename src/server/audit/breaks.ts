/** A row that is not what was decided: which one, and why. */
export type AuditBreak = { where: string; why: string };

/** As a sentence. */
export function breakText({ where, why }: AuditBreak): string {
  return `${where}: ${why}`;
}

/** Rows of one kind and the events that tell of them, by the id of the row. */
export type Told<Row, Event> = {
  rows: ReadonlyMap<string, Row>;
  events: ReadonlyMap<string, Event>;
  /** Of those events, what was told before the rows were read: others decide meanwhile. */
  before: ReadonlySet<string>;
};

/**
 * Rows without their event, events without their row, and those that do not say the same. Pure.
 * @param what a row is called: `Decision`
 * @param isSame whether a row says what its event tells
 */
export function unlikeTold<Row, Event extends { sequence: number }>(
  what: string,
  { rows, events, before }: Told<Row, Event>,
  isSame: (row: Row, event: Event) => boolean,
): AuditBreak[] {
  const unlike = [...rows].flatMap(([id, row]): AuditBreak[] => {
    const event = events.get(id);
    const where = `${what} ${id}`;
    if (event === undefined)
      return [
        { where, why: 'No event of the chain tells of it: the event was deleted, or nobody decided it.' },
      ];
    return isSame(row, event)
      ? []
      : [{ where, why: `It does not say what event ${event.sequence} tells of it.` }];
  });
  const lost = [...events].filter(([id]) => before.has(id) && !rows.has(id));
  return [
    ...unlike,
    ...lost.map(([id, { sequence }]) => ({
      where: `${what} ${id}`,
      why: `Event ${sequence} tells of it, and it was deleted.`,
    })),
  ];
}
