import { CompiledQuery } from 'kysely'
import { familyOf } from '../../../contract/record-types.ts'
import { targetOf } from '../../../contract/records/field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { Refusal as Told } from '../../http/problem.ts'
import { behaviourOf, type Change, type Values } from '../behaviour.ts'
import { columnNamed, columnsOf, ownJson, recordOf, type Column } from '../column.ts'
import { lock, withoutMarks } from '../lock.ts'
import { sanitiseRichText } from '../rich-text.ts'
import { ruleGround } from '../write.ts'
import { dayIn } from './dates.ts'
import type { Draft } from './draft.ts'
import type { FilePlan } from './plan.ts'

export interface PlannedChange {
  draft: Draft
  change: Change
  /** Of the record as it is now; 0 for a new one. */
  version: number
}

/** As records have it: an own field as it is kept. */
const valueOf = (column: Column) =>
  column.own && !column.linked ? ownJson('t', column.name) : column.at('t')

/** Fills in what a draft takes over from the records it refers to. */
export async function copyValues(
  plan: FilePlan,
  drafts: readonly Draft[],
  db: Db,
  zone: string,
): Promise<void> {
  for (const { name, declared, mapping } of plan.fields) {
    if (!mapping.copyOf) continue
    const { reference, field } = mapping.copyOf
    const target = familyOf(plan.type).of(targetOf(plan.type.fields[reference]!)!)
    const column = columnNamed(target, field)
    if (!column) throw new Error(`${target.name} has no field ${field}`)
    const ids = [
      ...new Set(drafts.map((draft) => draft.given[reference]).filter((id) => typeof id === 'string')),
    ]
    const { rows } = await db.executeQuery<{ id: string; value: unknown }>(
      CompiledQuery.raw(
        `select id, ${valueOf(column)} as value from ${target.plural} t where id = any($1::uuid[])`,
        [ids],
      ),
    )
    const values = new Map(rows.map((row) => [row.id, row.value]))
    const day = dayIn(zone)
    for (const draft of drafts) {
      const value = values.get(draft.given[reference] as string) ?? null
      draft.given[name] =
        declared.type === 'date' && column.declared.type === 'moment' && typeof value === 'string'
          ? day(value)
          : value
    }
  }
}

/** Each draft as the change it makes, under the locks of the records that are there. Binned ones are not changed. */
export async function changesOf(
  context: Context,
  type: RecordType,
  drafts: readonly Draft[],
): Promise<{ changes: PlannedChange[]; binned: Draft[] }> {
  const toRecord = recordOf(type)
  const derived = behaviourOf(type).derived ?? []
  const known = drafts.filter((draft) => !draft.fresh)
  const rows =
    known.length > 0
      ? await lock(
          context.database.db,
          context,
          type,
          known.map((draft) => draft.id),
          'edit',
        )
      : new Map<string, never>()
  const changes: PlannedChange[] = []
  const binned: Draft[] = []
  const blank: Values = Object.fromEntries(
    columnsOf(type).map(({ field, declared }) => [
      field,
      'default' in declared ? (declared.default ?? null) : null,
    ]),
  )
  const rich = columnsOf(type).filter(
    ({ declared, field }) => declared.type === 'longText' && drafts.some(({ given }) => given[field]),
  )
  for (const draft of drafts) {
    const { given } = draft
    for (const { field } of rich) if (given[field]) given[field] = sanitiseRichText(given[field] as string)
    if (draft.fresh) {
      enterStage(type, draft, given, null)
      const values = { ...blank }
      for (const field in given) if (given[field] !== null) values[field] = given[field]
      const created = draft.createdAt === null ? {} : { createdAt: draft.createdAt }
      changes.push({
        draft,
        change: { before: null, after: { id: draft.id, values, derived: {}, ...created }, given },
        version: 0,
      })
      continue
    }
    const row = rows.get(draft.id)
    // Only planned by this dry run: an earlier row of the same record.
    if (!row) continue
    const record = withoutMarks(toRecord(row))
    if (record.deletedAt !== null) {
      binned.push(draft)
      continue
    }
    const before: Values = Object.fromEntries(
      columnsOf(type).map(({ field }) => [field, record[field] ?? null]),
    )
    for (const field of Object.keys(given)) {
      const value = given[field]
      // A blank in a file says nothing; a later row of a record already met only fills blanks.
      if (value === null || (draft.met && before[field] !== null)) delete given[field]
      else if (type.fields[field]?.type === 'address')
        given[field] = { ...(before[field] as Values | null), ...(value as Values) }
    }
    enterStage(type, draft, given, before)
    const columns = Object.fromEntries(derived.map(([name]) => [name, (row as Values)[`~${name}`] ?? null]))
    changes.push({
      draft,
      change: {
        before: { id: draft.id, values: before, derived: columns },
        after: { id: draft.id, values: { ...before, ...given }, derived: { ...columns } },
        given,
      },
      version: Number(record.version),
    })
  }
  return { changes, binned }
}

/** The furthest stage that was entered; never back from where the customer already is. */
function enterStage(type: RecordType, draft: Draft, given: Values, before: Values | null): void {
  const declared = type.fields.lifecycleStage
  if (!draft.lifecycle?.size || declared?.type !== 'choice') return
  const rank = (stage: unknown) => declared.options.findIndex((option) => option.value === stage)
  const furthest = [...draft.lifecycle.keys()].reduce((a, b) => (rank(b) > rank(a) ? b : a))
  if (rank(furthest) > rank(given.lifecycleStage ?? before?.lifecycleStage)) given.lifecycleStage = furthest
}

/** Completes and checks each change by the rules of its type; those that the rules refuse come back with the reason. */
export async function completeChanges(
  context: Context,
  type: RecordType,
  planned: readonly PlannedChange[],
): Promise<Map<PlannedChange, string>> {
  const behaviour = behaviourOf(type)
  const ground = ruleGround(context)
  const refused = new Map<PlannedChange, string>()
  const facts = await behaviour.gather?.(
    context.database.db,
    planned.map(({ change }) => change),
    ground,
  )
  for (const one of planned) {
    try {
      behaviour.complete?.(one.change, facts, ground)
    } catch (error) {
      if (!(error instanceof Told)) throw error
      refused.set(one, sentenceOf(error))
    }
  }
  return refused
}

/** What a refusal of the house says; of a value that does not fit, with its field. */
export function sentenceOf(error: Told): string {
  const first = error.problem.status === 422 ? error.problem.errors?.[0] : undefined
  return first && first.message !== error.message ? `${first.path}: ${first.message}` : error.message
}
