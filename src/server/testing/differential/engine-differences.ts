import type { AlterTableCmd, Node, RangeVar } from 'libpg-query';
import { parseSql } from '../../sql/parser';
import type { Facts } from './facts';

/** One object that the schema engine would change, in the words of the findings' subjects. */
export type EngineDifference = {
  kind: 'table' | 'column' | 'primary-key' | 'foreign-key' | 'index' | 'enum' | 'extension' | 'schema';
  /** `public.users`: the table, or the enum itself. */
  on: string;
  /** What it is called on either side: the column, the index, the constraint. */
  names: string[];
  /** It has another name, and is otherwise as it should be. */
  onlyRenamed: boolean;
  /** The table that a foreign key would point to. */
  target: string | null;
  /** What the engine would run for it: whole statements, or the part of an ALTER TABLE that is about it. */
  statements: string[];
};

/**
 * The objects that a script of the schema engine changes. The script is read rather than the engine's summary: that
 * attributes foreign keys to the wrong table as soon as a table was added or dropped.
 * @param facts of the database that the script is for: they tell what a dropped name was
 * @throws Error for a statement that is not known, so that none is passed over
 */
export function engineDifferences(sql: string, facts: Facts): EngineDifference[] {
  const found = new Map<string, EngineDifference>();
  const bytes = Buffer.from(sql, 'utf8');
  const recreated = recreatedEnums(sql);
  const newTables = new Set<string>();
  let inBlock = false;
  for (const { node, offsetBytes, lengthBytes } of parseSql(sql)) {
    const end = lengthBytes === null ? bytes.length : offsetBytes + lengthBytes;
    const text = bytes
      .subarray(offsetBytes, end)
      .toString('utf8')
      .replace(/^\s*--.*$/gm, '')
      .trim();
    if ('TransactionStmt' in node) {
      inBlock = node.TransactionStmt.kind === 'TRANS_STMT_BEGIN';
      continue;
    }
    // An enum that loses values is made anew in a transaction of its own, with all columns that use it.
    if (inBlock) {
      for (const name of recreated.filter(
        (one) => text.includes(`${one}_new"`) || text.includes(`${one}_old"`),
      ))
        add(found, { kind: 'enum', on: resolveEnum(name, text), names: [] }, text);
      continue;
    }
    if ('CreateStmt' in node) newTables.add(tableOf(node.CreateStmt.relation));
    for (const difference of ofStatement(node, facts)) {
      if (difference.kind !== 'table' && newTables.has(difference.on)) continue;
      add(found, difference, difference.command ?? text);
    }
  }
  return [...found.values()];
}

type Part = Pick<EngineDifference, 'kind' | 'on' | 'names'> &
  Partial<Pick<EngineDifference, 'onlyRenamed' | 'target'>> & { command?: string };

function add(found: Map<string, EngineDifference>, part: Part, text: string): void {
  const { kind, on, names, onlyRenamed = false, target = null } = part;
  const unnamed = kind === 'primary-key' || names.length === 0;
  const key = `${kind}:${on}${unnamed ? '' : `:${names[0]}`}`;
  const known = found.get(key);
  if (known === undefined) {
    found.set(key, { kind, on, names, onlyRenamed, target, statements: [text] });
    return;
  }
  known.statements.push(text);
  known.names = [...new Set([...known.names, ...names])];
  known.onlyRenamed &&= onlyRenamed;
  known.target ??= target;
}

function ofStatement(node: Node, facts: Facts): Part[] {
  if ('CreateStmt' in node) return [{ kind: 'table', on: tableOf(node.CreateStmt.relation), names: [] }];
  if ('CreateEnumStmt' in node)
    return [{ kind: 'enum', on: qualified(node.CreateEnumStmt.typeName), names: [] }];
  if ('AlterEnumStmt' in node)
    return [{ kind: 'enum', on: qualified(node.AlterEnumStmt.typeName), names: [] }];
  if ('CreateExtensionStmt' in node)
    return [{ kind: 'extension', on: node.CreateExtensionStmt.extname ?? '', names: [] }];
  if ('CreateSchemaStmt' in node)
    return [{ kind: 'schema', on: node.CreateSchemaStmt.schemaname ?? '', names: [] }];
  if ('IndexStmt' in node) {
    const { relation, idxname = '' } = node.IndexStmt;
    return [{ kind: 'index', on: tableOf(relation), names: [idxname] }];
  }
  if ('AlterTableStmt' in node) {
    const on = tableOf(node.AlterTableStmt.relation);
    return (node.AlterTableStmt.cmds ?? []).map((cmd) => {
      if (!('AlterTableCmd' in cmd)) throw new Error('The engine wrote an ALTER TABLE without a command.');
      return { ...ofAlterTable(cmd.AlterTableCmd, on, facts), command: commandText(cmd.AlterTableCmd) };
    });
  }
  if ('DropStmt' in node)
    return (node.DropStmt.objects ?? []).map((object) => dropped(object, node.DropStmt.removeType, facts));
  if ('RenameStmt' in node) {
    const { renameType, relation, subname = '', newname = '' } = node.RenameStmt;
    if (renameType === 'OBJECT_INDEX') {
      const name = relation?.relname ?? '';
      return [
        { kind: 'index', on: tableWith('index', name, facts), names: [name, newname], onlyRenamed: true },
      ];
    }
    if (renameType === 'OBJECT_TABCONSTRAINT') {
      const on = tableOf(relation);
      return [{ ...constraint(on, subname, facts), names: [subname, newname], onlyRenamed: true }];
    }
  }
  // A sequence stands for the column that it feeds, which the ALTER TABLE beside it names.
  if ('CreateSeqStmt' in node || 'AlterSeqStmt' in node) return [];
  throw new Error(`The schema engine wrote a statement that is not known here: ${JSON.stringify(node)}`);
}

/** One statement carries the commands for several columns; each is told apart from the others by its own tree. */
function commandText({ subtype, name, def }: AlterTableCmd): string {
  const words = JSON.stringify(def, (key, value) => (key === 'location' ? undefined : value)) ?? '';
  return [subtype, name, words].filter(Boolean).join(' ');
}

function ofAlterTable(command: AlterTableCmd, on: string, facts: Facts): Part {
  const { subtype, name = '', def } = command;
  if (subtype === 'AT_DropConstraint') return constraint(on, name, facts);
  if (subtype === 'AT_AddConstraint' && def !== undefined && 'Constraint' in def) {
    const { contype, conname = '', pktable } = def.Constraint;
    if (contype === 'CONSTR_PRIMARY') return { kind: 'primary-key', on, names: [conname] };
    if (contype === 'CONSTR_FOREIGN')
      return { kind: 'foreign-key', on, names: [conname], target: tableOf(pktable) };
    if (contype === 'CONSTR_UNIQUE') return { kind: 'index', on, names: [conname] };
  }
  if (subtype === 'AT_AddColumn' && def !== undefined && 'ColumnDef' in def)
    return { kind: 'column', on, names: [def.ColumnDef.colname ?? ''] };
  const ofColumn = [
    'AT_DropColumn',
    'AT_AlterColumnType',
    'AT_ColumnDefault',
    'AT_DropNotNull',
    'AT_SetNotNull',
  ];
  if (subtype !== undefined && ofColumn.includes(subtype)) return { kind: 'column', on, names: [name] };
  throw new Error(`The schema engine wrote an ALTER TABLE that is not known here: ${subtype} ${name}`);
}

function constraint(on: string, name: string, facts: Facts): Part {
  const kind = facts.get(`constraint:${on}.${name}`)?.[0];
  if (kind === 'p') return { kind: 'primary-key', on, names: [name] };
  if (kind === 'f') return { kind: 'foreign-key', on, names: [name] };
  if (kind === 'u') return { kind: 'index', on, names: [name] };
  throw new Error(`The engine names a constraint ${name} on ${on}, which the database does not have.`);
}

function dropped(object: Node, type: string | undefined, facts: Facts): Part {
  const names = namesOf(object);
  const name = names.at(-1) ?? '';
  const on = `${names.length > 1 ? names.at(-2) : 'public'}.${name}`;
  if (type === 'OBJECT_TABLE') return { kind: 'table', on, names: [] };
  if (type === 'OBJECT_TYPE') return { kind: 'enum', on, names: [] };
  if (type === 'OBJECT_EXTENSION') return { kind: 'extension', on: name, names: [] };
  if (type === 'OBJECT_INDEX') return { kind: 'index', on: tableWith('index', name, facts), names: [name] };
  throw new Error(`The schema engine drops something that is not known here: ${type} ${on}`);
}

function namesOf(node: Node): string[] {
  if ('String' in node) return [node.String.sval ?? ''];
  if ('List' in node) return (node.List.items ?? []).flatMap(namesOf);
  if ('TypeName' in node) return (node.TypeName.names ?? []).flatMap(namesOf);
  return [];
}

/** The table of the index of this name. Index names are unique in a schema, and the applications here repeat none. */
function tableWith(what: 'index', name: string, facts: Facts): string {
  const key = [...facts.keys()].find((one) => one.startsWith(`${what}:`) && one.endsWith(`.${name}`));
  if (key === undefined) throw new Error(`The engine names an index ${name}, which the database lacks.`);
  return key.slice(what.length + 1, -name.length - 1);
}

function tableOf(relation: RangeVar | undefined): string {
  return `${relation?.schemaname ?? 'public'}.${relation?.relname ?? ''}`;
}

function qualified(typeName: Node[] | undefined): string {
  const names = (typeName ?? []).flatMap(namesOf);
  return `${names.length > 1 ? names.at(-2) : 'public'}.${names.at(-1)}`;
}

function recreatedEnums(sql: string): string[] {
  const renames = sql.matchAll(/ALTER TYPE (?:"[^"]+"\.)?"([^"]+)_new" RENAME TO/g);
  return [...renames].map(([, name = '']) => name);
}

function resolveEnum(name: string, text: string): string {
  const schema = new RegExp(`"([^"]+)"\\."${name}(?:_new|_old)?"`).exec(text)?.[1];
  return `${schema ?? 'public'}.${name}`;
}
