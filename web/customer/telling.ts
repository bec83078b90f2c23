import type { ReactNode } from 'react'
import type { LineWing } from '../../contract/customer/throughline.ts'
import type { TimelineEntry } from '../../contract/customer/timeline.ts'

/** An event in words. */
export interface Told {
  /** What happened, said first and strongest. */
  what: ReactNode
  more?: ReactNode
  body?: ReactNode
  /** The customer passed from one wing to the next. */
  passage?: { from: LineWing; to: LineWing }
}

/** `self` is the customer whose page it is: they need not be named there. */
export type Describer = (event: TimelineEntry, self: string) => Told
