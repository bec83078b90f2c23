import type { Bind } from '../http/bind.ts'
import { bindDuplicateReview } from './duplicates/review/routes.ts'
import { bindDuplicates } from './duplicates/routes.ts'
import { bindEmployments } from './employments/routes.ts'
import { bindIdentities } from './identities/routes.ts'
import { bindMeetings } from './meetings/routes.ts'
import { bindLifecycle } from './lifecycle/routes.ts'
import { bindThroughline } from './throughline/routes.ts'
import { bindTimeline } from './timeline/routes.ts'

/** What a customer has beyond being a record. */
export function bindCustomer(bind: Bind, publicUrl: string): void {
  bindTimeline(bind)
  bindThroughline(bind)
  bindIdentities(bind)
  bindEmployments(bind)
  bindLifecycle(bind)
  bindMeetings(bind, publicUrl)
  bindDuplicates(bind)
  bindDuplicateReview(bind)
}
