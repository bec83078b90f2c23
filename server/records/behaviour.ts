import type { EventName } from '../../contract/event-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { CopyType } from '../db/copy-rows.ts'
import type { Db } from '../db/database.ts'
import type { Caller } from '../http/caller.ts'
import type { Context } from '../http/context.ts'

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
  /** When it takes back an event: what each of its fields was before, those included that rules alone fill. */
  undoes?: Values
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

/** A draft and a record that it may be. */
export interface Resemblance {
  draft: string
  title: string
  /** What they share, in words. */
  by: string
  /** How likely they are one, from 0 to 1. */
  score: number
}

/** What merging two records of a type heeds beyond its declaration. */
export interface MergeBehaviour {
  /** Fields by which the primary is known: they stay its own, if it has them. */
  identity?: readonly string[]
  /** Choices of which the furthest in the order of their options is taken. */
  furthest?: readonly string[]
  /**
   * Statements that settle what both have, before all that refers to the secondary is pointed to the primary. $1 is the
   * merge, $2 the primary, $3 the secondary; what they drop, change or add they keep in `record_merge_rows`.
   */
  settle?: readonly string[]
}

/** A row of a file as its mapping reads it. */
export interface TakenRow {
  number: number
  values: Values
}

export interface TakenCounts {
  created: number
  updated: number
  unchanged: number
  refused: { row: number; reason: string }[]
}

/** What a row had set, by the id of what it set; before is null for what was not there. */
export interface GivenRow {
  id: string
  before: unknown
  after: unknown
}

/** Rows of another table that follow from new records: by a part of the writing statement, or one by one for COPY. */
export interface Copied {
  table: string
  columns: readonly (readonly [column: string, type: CopyType])[]
  statement: string
  rows(record: Draft): unknown[][]
}

/** What a record type does beyond its declaration. Each wing gives its own; `main.ts` registers them. */
export interface Behaviour<Facts = unknown> {
  type: RecordType
  /** Columns of the table that follow from the record and are no field of it, with their SQL types. */
  derived?: readonly (readonly [column: string, type: CopyType])[]
  /** What its rules gather stays true only under locks that they take: a write is one transaction from there on. */
  gathersUnderLock?: true
  /** Reads what the rules need to know, once for all changes of a write. */
  gather?(db: Db, changes: readonly Change[], ground: RuleGround): Promise<Facts>
  /** Completes and checks `after` in place; pure. Throws a refusal that names the field. */
  complete?(change: Change, facts: Facts, ground: RuleGround): void
  /** Checks that a record may go to the bin, or come out; pure. Throws a refusal. */
  moveToBin?(record: Draft, binned: boolean, facts: Facts, ground: RuleGround): void
  /** The event that says best what happened; without one, created or updated. */
  eventOf?(change: Change): { type: EventName; at?: string; data?: Values } | null
  /** What else is told of a new record, after its creation; its changes stand in that. */
  furtherEvents?(change: Change): { type: EventName; data?: Values }[]
  /**
   * Statements that write what follows from the records, set-based, as parts of the writing statement. They may read
   * `written` (the rows as they are now), `old` (the rows before, none for new ones) and `ground` (now, zone, actor).
   */
  follow?: readonly string[]
  /** The same for new records alone, where it comes to less; with `copies`. */
  followNew?: readonly string[]
  /** Rows of other tables that follow from new records and refer to them alone. */
  copies?: readonly Copied[]
  merge?: MergeBehaviour
  /**
   * Of amounts whose worth in the organisation's currency is frozen at some point: in the row of an alias, when that is so
   * and how many minor units it then is.
   */
  worth?: Readonly<Record<string, (alias: string) => { when: string; minor: string }>>
  /** Records that new ones with these values may turn out to be, likeliest first: what a dry run tells of. */
  resembling?(db: Db, drafts: readonly Draft[]): Promise<Resemblance[]>
  /** What typed words may be as a key of such a record, in the normal form that `identities` has; pure. */
  keysIn?(typed: string): string[]
  /** Unique fields of which a record has further values in `identities`, each as the kind of its name. */
  furtherKeys?: readonly string[]
  /** A channel that is told of each write, besides the ledger's. */
  tells?: string
  /** Dates entries into lifecycle stages that an import tells of, in the transaction that wrote their records. */
  enterStages?(
    db: Db,
    entries: readonly { id: string; stage: string; at: string }[],
    ground: RuleGround,
  ): Promise<void>
  /**
   * Takes entries back that an import made or told of, with those that giving the records their former stage has just
   * made, in the same transaction.
   */
  leaveStages?(db: Db, entries: readonly { id: string; stage: string; at: string }[]): Promise<void>
  /** Takes the rows of an import, for what is no record; a trial writes nothing. */
  takeRows?(context: Context, rows: readonly TakenRow[], trial: boolean): Promise<TakenCounts>
  /** Gives what `takeRows` has set its former values where nobody has set it anew; answers those that it did not. */
  giveBack?(context: Context, set: readonly GivenRow[]): Promise<string[]>
}

/** A behaviour whose facts only it knows: the engine hands each the facts that it gathered itself. */
export type AnyBehaviour = Omit<Behaviour<never>, 'gather'> & Pick<Behaviour, 'gather'>

const behaviours = new Map<string, AnyBehaviour>()

/** Called once for each behaviour by the composition root. */
export function registerBehaviours(list: readonly AnyBehaviour[]): void {
  for (const behaviour of list) behaviours.set(behaviour.type.name, behaviour)
}

export const behaviourOf = (type: RecordType): Behaviour => behaviours.get(type.name) ?? { type }
