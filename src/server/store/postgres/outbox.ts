import { z } from 'zod';
import { Delivery, Notification } from '../../../shared/notification';
import type { Outbox } from '../../notify/outbox';
import { beginningAt, NotifyState } from '../../notify/state';
import { UnreadableRun } from '../types';
import type { StoreClient } from './client';
import { readRun } from './read';

const ClaimedRow = z.object({ id: z.string(), message: Notification, tries: z.number() });

/** An environment's outbox in the store, for any number of instances. Times are the server's: instances have clocks of their own. */
export function createPostgresOutbox(client: StoreClient, environment: string): Outbox {
  const ofIt = { environment: { name: environment } };
  return {
    async state() {
      const row = await client.notifyState.findFirst({ where: ofIt });
      if (row === null) return null;
      const parsed = NotifyState.safeParse(row.state);
      if (parsed.success) return { version: row.version, state: parsed.data };
      // What another version has kept in another form is begun anew.
      const last = await lastNumberOf(client, environment);
      return { version: row.version, state: beginningAt(Math.max(0, last - 1)) };
    },
    lastNumber: () => lastNumberOf(client, environment),
    async run(number) {
      try {
        return await readRun(client, environment, number);
      } catch (error) {
        if (error instanceof UnreadableRun) return null;
        throw error;
      }
    },
    keep: (before, state, messages, channels) =>
      client.$transaction(async (transaction) => {
        const { id: environmentId } = await transaction.environment.upsert({
          where: { name: environment },
          create: { name: environment },
          update: {},
          select: { id: true },
        });
        const next = { version: (before ?? 0) + 1, state };
        const { count } =
          before === null
            ? await transaction.notifyState.createMany({
                data: [{ environmentId, ...next }],
                skipDuplicates: true,
              })
            : await transaction.notifyState.updateMany({
                where: { environmentId, version: before },
                data: next,
              });
        if (count === 0) return false;
        await transaction.notification.createMany({
          data: messages.flatMap(({ number, message }) =>
            channels.map((channel) => ({ environmentId, number, kind: message.kind, channel, message })),
          ),
          skipDuplicates: true,
        });
        return true;
      }),
    async claim(channel, leaseMs) {
      const rows = await client.$queryRaw`
        UPDATE notifications SET tries = tries + 1, claimed_until = now() + ${leaseMs}::float8 * interval '1 ms'
        WHERE id = (
          SELECT n.id FROM notifications n JOIN environments e ON e.id = n.environment_id
          WHERE e.name = ${environment} AND n.channel = ${channel} AND n.state = 'waiting'
            AND n.next_try_at <= now() AND (n.claimed_until IS NULL OR n.claimed_until <= now())
            AND NOT EXISTS (
              SELECT 1 FROM notifications o WHERE o.environment_id = n.environment_id
                AND o.channel = n.channel AND o.state = 'waiting' AND o.id < n.id)
          FOR UPDATE OF n SKIP LOCKED LIMIT 1)
        RETURNING id::text AS id, message, tries`;
      return z.array(ClaimedRow).parse(rows)[0] ?? null;
    },
    async sent({ id }) {
      await client.$executeRaw`
        UPDATE notifications SET state = 'sent', sent_at = now(), claimed_until = NULL, failure = NULL
        WHERE id = ${BigInt(id)}`;
    },
    async failed({ id, tries }, sentence, retryInMs) {
      await client.$executeRaw`
        UPDATE notifications SET failure = ${sentence}, claimed_until = NULL,
          state = CASE WHEN ${retryInMs}::float8 IS NULL THEN 'failed' ELSE 'waiting' END,
          next_try_at = now() + coalesce(${retryInMs}::float8, 0) * interval '1 ms'
        WHERE id = ${BigInt(id)} AND state = 'waiting' AND tries = ${tries}`;
    },
    async expire(olderThanMs, sentence) {
      await client.$executeRaw`
        UPDATE notifications n SET state = 'failed', failure = ${sentence}, claimed_until = NULL
        FROM environments e WHERE e.id = n.environment_id AND e.name = ${environment}
          AND n.state = 'waiting' AND n.created_at < now() - ${olderThanMs}::float8 * interval '1 ms'
          AND (n.claimed_until IS NULL OR n.claimed_until <= now())`;
    },
    async forget(olderThanMs) {
      await client.$executeRaw`
        DELETE FROM notifications n USING environments e WHERE e.id = n.environment_id
          AND e.name = ${environment} AND n.state <> 'waiting'
          AND n.created_at < now() - ${olderThanMs}::float8 * interval '1 ms'`;
    },
    async deliveries(limit) {
      const rows = await client.notification.findMany({ where: ofIt, orderBy: { id: 'desc' }, take: limit });
      return rows.map(({ message, nextTryAt, sentAt, createdAt, ...row }) =>
        Delivery.parse({
          ...row,
          id: String(row.id),
          title: Notification.parse(message).title,
          createdAt: createdAt.toISOString(),
          nextTryAt: row.state === 'waiting' ? nextTryAt.toISOString() : null,
          sentAt: sentAt?.toISOString() ?? null,
        }),
      );
    },
  };
}

async function lastNumberOf(client: StoreClient, name: string): Promise<number> {
  const row = await client.environment.findUnique({ where: { name }, select: { lastNumber: true } });
  return row?.lastNumber ?? 0;
}
