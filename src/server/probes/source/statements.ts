import type {
  BindingPattern,
  Directive,
  ForStatementLeft,
  Statement,
  SwitchStatement,
  VariableDeclaration,
} from 'oxc-parser';
import { assign, comparedEqual, keyName, unsteady } from './expressions';
import type { Place, Reading } from './reading';
import { Scope, truth, type Value } from './values';

/** Reads statements in their order. @returns true where what follows is never reached */
export function run(reading: Reading, statements: readonly (Statement | Directive)[], scope: Scope): boolean {
  for (const statement of statements) hoist(reading, statement, scope);
  return statements.some((statement) => runOne(reading, statement, scope));
}

function hoist(reading: Reading, statement: Statement | Directive, scope: Scope): void {
  const isFunction =
    statement.type === 'FunctionDeclaration' && statement.id !== null && statement.body !== null;
  if (isFunction && statement.id !== null) {
    scope.variables.set(statement.id.name, reading.closure(statement, scope, statement.id.name, null));
  }
  if (statement.type === 'VariableDeclaration') {
    // A closure may use what is declared further down.
    for (const { id } of statement.declarations) {
      if (id.type === 'Identifier' && !scope.variables.has(id.name))
        scope.variables.set(id.name, reading.values.undefined);
    }
  }
}

function block(reading: Reading, statement: Statement, scope: Scope): boolean {
  const inner = new Scope(scope.file, scope, reading.values.id(`block ${scope.id} ${statement.start}`));
  return run(reading, statement.type === 'BlockStatement' ? statement.body : [statement], inner);
}

function runOne(reading: Reading, node: Statement | Directive, scope: Scope): boolean {
  const { values } = reading;
  switch (node.type) {
    case 'ExpressionStatement':
      reading.evaluate(node.expression, scope);
      return false;
    case 'VariableDeclaration':
      declare(reading, node, scope);
      return false;
    case 'ClassDeclaration':
      if (node.id !== null) scope.variables.set(node.id.name, reading.makeClass(node, scope, node.id.name));
      return false;
    case 'ReturnStatement': {
      const value = node.argument === null ? values.undefined : reading.evaluate(node.argument, scope);
      reading.frames.at(-1)?.returns.push(value);
      return true;
    }
    case 'ThrowStatement':
      reading.evaluate(node.argument, scope);
      return true;
    case 'BreakStatement':
    case 'ContinueStatement':
      return true;
    case 'BlockStatement':
      return block(reading, node, scope);
    case 'LabeledStatement':
      block(reading, node.body, scope);
      return false;
    case 'IfStatement': {
      const holds = truth(reading.evaluate(node.test, scope));
      const ended = holds !== false && block(reading, node.consequent, scope);
      const otherwise = holds !== true && node.alternate !== null && block(reading, node.alternate, scope);
      return holds === null ? ended && otherwise : ended || otherwise;
    }
    case 'SwitchStatement':
      return runSwitch(reading, node, scope);
    case 'TryStatement': {
      const ended = block(reading, node.block, scope);
      const caught = node.handler === null || runCatch(reading, node.handler.param, node.handler.body, scope);
      const last = node.finalizer !== null && block(reading, node.finalizer, scope);
      return last || (ended && caught && node.handler !== null);
    }
    case 'ForOfStatement':
    case 'ForInStatement': {
      const over = reading.evaluate(node.right, scope);
      const item =
        node.type === 'ForOfStatement' && over.kind === 'list' ? values.union(over.items) : values.outside;
      loop(reading, node.body, scope, (inner) => bindLeft(reading, node.left, item, inner));
      return false;
    }
    case 'ForStatement':
      loop(reading, node.body, scope, (inner) => {
        if (node.init?.type === 'VariableDeclaration') declare(reading, node.init, inner);
        else if (node.init !== null) reading.evaluate(node.init, inner);
        if (node.test !== null) reading.evaluate(node.test, inner);
        if (node.update !== null) reading.evaluate(node.update, inner);
      });
      return false;
    case 'WhileStatement':
    case 'DoWhileStatement':
      loop(reading, node.body, scope, (inner) => reading.evaluate(node.test, inner));
      return false;
    default:
      return false;
  }
}

/** Twice, so that what the first round leaves behind is met by the second. */
function loop(reading: Reading, body: Statement, scope: Scope, begin: (inner: Scope) => unknown): void {
  const inner = new Scope(scope.file, scope, reading.values.id(`loop ${scope.id} ${body.start}`));
  for (let round = 0; round < 2; round += 1) {
    begin(inner);
    block(reading, body, inner);
  }
}

function bindLeft(reading: Reading, left: ForStatementLeft, value: Value, scope: Scope): void {
  if (left.type !== 'VariableDeclaration') assign(reading, left, value, scope);
  else for (const { id } of left.declarations) reading.bind(id, value, scope);
}

function runCatch(reading: Reading, param: BindingPattern | null, body: Statement, scope: Scope): boolean {
  const inner = new Scope(scope.file, scope, reading.values.id(`catch ${scope.id} ${body.start}`));
  if (param !== null) reading.bind(param, reading.values.outside, inner);
  return block(reading, body, inner);
}

/** @returns whether every way through it leaves the function */
function runSwitch(reading: Reading, { discriminant, cases }: SwitchStatement, scope: Scope): boolean {
  const of = reading.evaluate(discriminant, scope);
  const inner = new Scope(scope.file, scope, reading.values.id(`switch ${scope.id} ${discriminant.start}`));
  const matches = cases.map(({ test }) =>
    test === null ? null : comparedEqual(reading, of, reading.evaluate(test, inner)),
  );
  // One that matches for certain keeps `default` out; those that surely do not match are left out.
  const isDecided = matches.includes(true);
  let falls = false;
  for (const [index, { test, consequent }] of cases.entries()) {
    const match = matches[index];
    const enters = falls || (test === null ? !isDecided : match === true || (match === null && !isDecided));
    if (enters) falls = !run(reading, consequent, inner);
  }
  return false;
}

/** `let` and `const`, with the type's part in what is known. */
export function declare(reading: Reading, { kind, declarations }: VariableDeclaration, scope: Scope): void {
  for (const { id, init } of declarations) {
    const value = init === null ? reading.values.undefined : reading.evaluate(init, scope);
    const named =
      value.kind === 'closure' && id.type === 'Identifier' && value.name === 'a function'
        ? { ...value, name: id.name }
        : value;
    reading.bind(id, kind === 'const' ? named : unsteady(reading, named), scope);
  }
}

/** Gives a pattern's names their values in a scope. */
export function bind(reading: Reading, pattern: BindingPattern, value: Value, scope: Scope): void {
  const { values } = reading;
  const place: Place = { file: scope.file, offset: pattern.start };
  switch (pattern.type) {
    case 'Identifier': {
      const known = reading.refined(value, pattern.typeAnnotation?.typeAnnotation, scope);
      const before = scope.variables.get(pattern.name);
      const isFresh = before === undefined || before.id === values.undefined.id;
      scope.variables.set(pattern.name, isFresh ? known : values.union([before, known]));
      return;
    }
    case 'AssignmentPattern': {
      const isMissing = value.kind === 'literal' && value.value === undefined;
      const mayMiss = isMissing || value.kind === 'outside' || value.kind === 'union';
      const given = mayMiss ? reading.evaluate(pattern.right, scope) : value;
      reading.bind(pattern.left, isMissing ? given : values.union([value, given]), scope);
      return;
    }
    case 'ObjectPattern': {
      const whole = reading.refined(value, pattern.typeAnnotation?.typeAnnotation, scope);
      for (const part of pattern.properties) {
        if (part.type === 'RestElement') {
          reading.bind(part.argument, whole, scope);
          continue;
        }
        const name = keyName(reading, part.key, part.computed, scope);
        reading.bind(part.value, name === null ? values.outside : reading.member(whole, name, place), scope);
      }
      return;
    }
    case 'ArrayPattern': {
      const whole = reading.refined(value, pattern.typeAnnotation?.typeAnnotation, scope);
      pattern.elements.forEach((part, index) => {
        if (part === null) return;
        if (part.type === 'RestElement') reading.bind(part.argument, whole, scope);
        else reading.bind(part, reading.member(whole, String(index), place), scope);
      });
    }
  }
}
