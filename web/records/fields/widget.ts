import type { ComponentType } from 'react'
import type { Field } from '../../../contract/records/field.ts'
import { fieldHelp } from '../../text/labels.ts'

export interface ShowProps {
  field: Field
  /** Never null: nothing known is shown the same for every type. */
  value: unknown
  /** With room for it all, as on a record's page; otherwise on one line. */
  full?: boolean
  /** Words only: it stands within a link or a card that is one. */
  plain?: boolean
}

export interface EditProps {
  field: Field
  value: unknown
  onChange: (value: unknown) => void
  /** Shown above; with `bare` it only names the control. */
  label: string
  bare?: boolean
  /** Within a table's cell: what is to be chosen from opens at once. */
  inCell?: boolean
  error?: string | undefined
  autoFocus?: boolean
}

/** How the web shows and edits one field type. */
export interface Widget {
  Show: ComponentType<ShowProps>
  Edit: ComponentType<EditProps>
  /** Numbers stand at the right. */
  align?: 'end'
  /** Width of its column at first. */
  width: number
  /** The value is chosen with one act, which ends an edit in a cell; others end by Enter or leaving. */
  immediate?: true
}

/** What Mantine's inputs share: a label above in a form, a name only in a cell. */
export const inputProps = ({ field, label, inCell, bare, error, autoFocus }: EditProps) => ({
  ...(inCell || bare
    ? { 'aria-label': label }
    : { label, description: fieldHelp(field), withAsterisk: field.required ?? false }),
  error: inCell || bare ? Boolean(error) : error,
  autoFocus: autoFocus ?? false,
  'data-autofocus': autoFocus,
})
