import type { Asked } from '../../../../contract/sales/exit-criteria.ts'
import { checklistPath } from '../../../../contract/sales/exit-criteria.ts'
import { deal } from '../../../../contract/sales/deal.ts'
import type { Caller } from '../../../http/caller.ts'
import { Refusal, type FieldError } from '../../../http/problem.ts'
import type { Change, Values } from '../../../records/behaviour.ts'
import type { StageFact } from '../../pipelines/rules.ts'

export interface Criterion {
  /** Null of what the pipeline asks for. */
  id: string | null
  stage: string
  field: string | null
  label: string | null
}

export interface ExitFacts {
  /** Of all stages, each stage's in order. */
  criteria: readonly Criterion[]
  /** What is ticked off, as `deal criterion`, of the deals being changed. */
  checked: ReadonlySet<string>
  /** The open stage in which a deal stood last, of those that are closed. */
  stoodIn: ReadonlyMap<string, string>
}

/** Whoever moves deals by hand is held up; what an import, a sample or a customer's answer says has happened. */
export const isHeld = ({ origin, userId, keyId }: Caller): boolean =>
  (origin === 'web' || origin === 'api') && (userId !== null || keyId !== null)

/**
 * The open stages that a deal leaves behind on its way forward, the one that it stands in first. None on a way back, to
 * lost, or into another pipeline, where it begins anew.
 */
export function leftBehind(
  from: string | undefined,
  to: StageFact,
  stages: readonly StageFact[],
): readonly StageFact[] {
  if (to.kind === 'lost') return []
  const own = stages.filter(({ pipeline }) => pipeline === to.pipeline)
  const [start, end] = [own.findIndex(({ id }) => id === from), own.indexOf(to)]
  if (start < 0 || own[start]?.kind !== 'open') return []
  return own.filter(
    ({ kind }, at) => kind === 'open' && at >= start && (to.kind === 'won' ? at !== end : at < end),
  )
}

const nextStepOf = ({ id }: StageFact): Criterion[] =>
  ['nextStep', 'nextStepOn'].map((field) => ({ id: null, stage: id, field, label: null }))

/** What is asked of a deal that goes from a stage to another: by those left behind, and by the pipeline for the next. */
export function askedFor(
  from: string | undefined,
  to: StageFact,
  stages: readonly StageFact[],
  { criteria }: Pick<ExitFacts, 'criteria'>,
): readonly Criterion[] {
  const behind = leftBehind(from, to, stages)
  const last = behind.at(-1)
  const asked = behind.flatMap(({ id }) => criteria.filter(({ stage }) => stage === id))
  if (last && to.kind === 'open' && to.nextStepDemanded) asked.push(...nextStepOf(last))
  return asked.filter(
    ({ field }, at) => field === null || asked.findIndex((other) => other.field === field) === at,
  )
}

/** Whether it is met; a field that is no longer there asks for nothing. False and 0 are known, and nothing is not. */
export const isMet = (
  { id, field }: Pick<Criterion, 'id' | 'field'>,
  deal: string,
  values: Values,
  checked: ReadonlySet<string>,
): boolean =>
  field === null
    ? checked.has(`${deal} ${id}`)
    : values[field] === undefined ||
      (values[field] !== null &&
        values[field] !== '' &&
        !(Array.isArray(values[field]) && values[field].length === 0))

function errorOf({ id, stage, field, label }: Criterion, stages: readonly StageFact[]): FieldError {
  const name = stages.find((one) => one.id === stage)?.name ?? ''
  return field === null
    ? { path: `${checklistPath}${id}`, message: `“${label}” is not done yet; “${name}” asks for it.` }
    : { path: field, message: `This is still missing; “${name}” asks for it.` }
}

const labelOf = ({ field, label }: Criterion): string =>
  label ?? (deal.fields as Record<string, { label: string }>)[field ?? '']?.label ?? String(field)

/** Refuses to move a deal forward as long as something is missing, with the path of each: a field, or an item to tick off. */
export function refuseUnready(
  { before, after }: Change,
  to: StageFact,
  stages: readonly StageFact[],
  facts: ExitFacts,
): void {
  if (!before || before.values.stage === to.id) return
  const from = facts.stoodIn.get(after.id) ?? String(before.values.stage)
  const lacking = askedFor(from, to, stages, facts).filter(
    (one) => !isMet(one, after.id, after.values, facts.checked),
  )
  if (lacking.length === 0) return
  throw new Refusal({
    status: 422,
    title: 'Not ready to move on',
    detail: `Before it moves on, this is still missing: ${lacking.map(labelOf).join(', ')}.`,
    errors: lacking.map((one) => errorOf(one, stages)),
  })
}

export const asAsked = (
  criterion: Criterion,
  met: boolean,
  check: { by: string | null; at: string } | undefined,
): Asked => ({ ...criterion, met, by: check?.by ?? null, at: check?.at ?? null })
