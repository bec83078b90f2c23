import type { EventName } from '../../contract/event-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Db } from '../db/database.ts'
import type { Caller } from '../http/caller.ts'

export type Values = Record<string, unknown>

/** A record being written: its values as the API has them, null where unknown, and columns that no field declares. */
export interface Draft {
  id: string
  values: Values
  derived: Values
  /** Kept by an import or a sample; otherwise the moment of writing. */
  createdAt?: string
  /** When this write happened, where a past is told; otherwise the moment of writing. */
  at?: string
}

/** A record before and after a write; `given` holds only what the caller asked for. */
export interface Change {
  before: Draft | null
  after: Draft
  given: Values
}

/** What the pure rules of a type may know besides the record. */
export interface RuleGround {
  now: string
  /** Today in the organisation's time zone. */
  today: string
  zone: string
  currency: string
  caller: Caller
}

/** What a record type does beyond its declaration. Each wing gives its own; `main.ts` registers them. */
export interface Behaviour<Facts = unknown> {
  type: RecordType
  /** Columns of the table that follow from the record and are no field of it, with their SQL types. */
  derived?: readonly (readonly [column: string, type: string])[]
  /** Reads what the rules need to know, once for all changes of a write. */
  gather?(db: Db, changes: readonly Change[], ground: RuleGround): Promise<Facts>
  /** Completes and checks `after` in place; pure. Throws a refusal that names the field. */
  complete?(change: Change, facts: Facts, ground: RuleGround): void
  /** Checks that a record may go to the bin, or come out; pure. Throws a refusal. */
  moveToBin?(record: Draft, binned: boolean, facts: Facts, ground: RuleGround): void
  /** The event that says best what happened; without one, created or updated. */
  eventOf?(change: Change): { type: EventName; at?: string; data?: Values } | null
  /**
   * Statements that write what follows from the records, set-based, as parts of the writing statement. They may read
   * `written` (the rows as they are now), `old` (the rows before, none for new ones) and `ground` (now, zone, actor).
   */
  follow?: readonly string[]
  /** A channel that is told of each write, besides the ledger's. */
  tells?: string
  /** Dates entries into lifecycle stages that an import tells of, in the transaction that wrote their records. */
  enterStages?(
    db: Db,
    entries: readonly { id: string; stage: string; at: string }[],
    ground: RuleGround,
  ): Promise<void>
}

/** A behaviour whose facts only it knows: the engine hands each the facts that it gathered itself. */
export type AnyBehaviour = Omit<Behaviour<never>, 'gather'> & Pick<Behaviour, 'gather'>

const behaviours = new Map<string, AnyBehaviour>()

/** Called once for each behaviour by the composition root. */
export function registerBehaviours(list: readonly AnyBehaviour[]): void {
  for (const behaviour of list) behaviours.set(behaviour.type.name, behaviour)
}

export const behaviourOf = (type: RecordType): Behaviour => behaviours.get(type.name) ?? { type }
