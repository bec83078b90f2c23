import { taskBehaviour } from './customer/activities/commands.ts'
import { companyBehaviour } from './customer/companies/commands.ts'
import { personBehaviour } from './customer/people/commands.ts'
import type { Job } from './db/jobs.ts'
import { dealToLifecycle } from './handoffs/deal-to-lifecycle.ts'
import type { Consumer } from './ledger/consumer.ts'
import { ledgerJobs } from './ledger/jobs.ts'
import { registerBehaviours } from './records/behaviour.ts'
import { dealBehaviour } from './sales/deals/commands.ts'
import { beginPipeline, stageBehaviour } from './sales/pipelines/commands.ts'
import { memberBehaviour } from './team/members/commands.ts'
import { notifyMembers } from './team/notifications/commands.ts'
import { notificationJobs } from './team/notifications/jobs.ts'
import type { Beginning } from './team/organisation/routes.ts'

/** What the wings give to whoever runs them: the server, and each command of the command line. */

registerBehaviours([
  personBehaviour,
  companyBehaviour,
  taskBehaviour,
  dealBehaviour,
  stageBehaviour,
  memberBehaviour,
])

/** What every company begins with. */
export const beginnings: Beginning[] = [beginPipeline]

/** What follows the ledger. */
export const consumers: Consumer[] = [dealToLifecycle, notifyMembers]

/** What runs by the clock or after a request. */
export const jobs: Job[] = [...ledgerJobs, ...notificationJobs]
