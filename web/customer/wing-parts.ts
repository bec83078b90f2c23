import type { ComponentType } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'

export interface CustomerProps {
  type: RecordType
  record: AnyRecord
}

/** What a wing adds to a customer's page. The page knows none of them; the routes put them together. */
export interface WingParts {
  name: string
  /** Beside the buttons for notes and calls. */
  Action?: ComponentType<CustomerProps>
  /** Lines of what is open now; `onKnown` says whether there are any. */
  Now?: ComponentType<CustomerProps & { onKnown: (any: boolean) => void }>
  /** Lines of what they are worth. */
  Worth?: ComponentType<CustomerProps>
}
