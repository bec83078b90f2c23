import { taskBehaviour } from './customer/activities/commands.ts'
import { meetingBehaviour } from './customer/meetings/commands.ts'
import { companyBehaviour } from './customer/companies/commands.ts'
import { emailBehaviour } from './customer/mail/messages/commands.ts'
import { findDuplicates } from './customer/duplicates/search/commands.ts'
import { duplicateJobs } from './customer/duplicates/search/jobs.ts'
import { meetingJobs } from './customer/meetings/jobs.ts'
import { personBehaviour } from './customer/people/commands.ts'
import type { Job } from './db/jobs.ts'
import { tellWebhooks } from './ecosystem/webhooks/commands.ts'
import { dealToLifecycle } from './handoffs/deal-to-lifecycle.ts'
import { touchToDeal } from './handoffs/touch-to-deal.ts'
import { touchToLead } from './handoffs/touch-to-lead.ts'
import type { Consumer } from './ledger/consumer.ts'
import { ledgerJobs } from './ledger/jobs.ts'
import { registerBehaviours } from './records/behaviour.ts'
import { bulkEditJobs } from './records/bulk/jobs.ts'
import { keepFormulas } from './records/formula/follow.ts'
import { formulaJobs } from './records/formula/jobs.ts'
import { ownFieldJobs } from './records/own/jobs.ts'
import { mergeJobs } from './records/unmerge.ts'
import { dealBehaviour } from './sales/deals/commands.ts'
import { forecastJobs } from './sales/forecast/snapshots/jobs.ts'
import { leadBehaviour } from './sales/leads/commands.ts'
import { leadJobs } from './sales/leads/jobs.ts'
import { exchangeRateBehaviour } from './sales/exchange-rates/commands.ts'
import { orderBehaviour } from './sales/orders/commands.ts'
import { contractBehaviour } from './sales/orders/contracts/commands.ts'
import { contractJobs } from './sales/orders/contracts/jobs.ts'
import { invoiceBehaviour } from './sales/orders/invoices/commands.ts'
import { orderLineBehaviour } from './sales/orders/lines/commands.ts'
import { paymentBehaviour } from './sales/orders/payments/commands.ts'
import { beginPipeline, stageBehaviour } from './sales/pipelines/commands.ts'
import { productBehaviour } from './sales/products/commands.ts'
import { quoteBehaviour } from './sales/quotes/commands.ts'
import { quoteJobs } from './sales/quotes/jobs.ts'
import { beginEntity } from './team/entities/commands.ts'
import { memberBehaviour } from './team/members/commands.ts'
import { notifyMembers } from './team/notifications/commands.ts'
import { notificationJobs } from './team/notifications/jobs.ts'
import type { Beginning } from './team/organisation/routes.ts'

/** What the wings give to whoever runs them: the server, and each command of the command line. */

registerBehaviours([
  personBehaviour,
  companyBehaviour,
  taskBehaviour,
  meetingBehaviour,
  emailBehaviour,
  leadBehaviour,
  dealBehaviour,
  quoteBehaviour,
  orderBehaviour,
  orderLineBehaviour,
  invoiceBehaviour,
  paymentBehaviour,
  contractBehaviour,
  productBehaviour,
  stageBehaviour,
  memberBehaviour,
  exchangeRateBehaviour,
])

/** What every company begins with. */
export const beginnings: Beginning[] = [beginEntity, beginPipeline]

/** What follows the ledger. */
export const consumers: Consumer[] = [
  dealToLifecycle,
  touchToLead,
  touchToDeal,
  notifyMembers,
  tellWebhooks,
  findDuplicates,
  keepFormulas,
]

/** What runs by the clock or after a request. */
export const jobs: Job[] = [
  ...ledgerJobs,
  ...ownFieldJobs,
  ...formulaJobs,
  ...bulkEditJobs,
  ...duplicateJobs,
  ...meetingJobs,
  ...mergeJobs,
  ...notificationJobs,
  ...leadJobs,
  ...quoteJobs,
  ...contractJobs,
  ...forecastJobs,
]
