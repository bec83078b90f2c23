import { deal } from '../../../contract/sales/deal.ts'
import { MailAction } from '../../customer/mail/mail-action.tsx'
import type { HeadProps } from '../../records/heads.ts'
import DealHead from '../../sales/deal-head.tsx'
import classes from './deal-head.module.css'

/** Above a deal: how it stands, and what is written about it. */
export default function Head({ record, place }: HeadProps) {
  return (
    <>
      <DealHead record={record} place={place} />
      {place === 'page' && (
        <div className={classes.write}>
          <MailAction type={deal} record={record} />
        </div>
      )}
    </>
  )
}
