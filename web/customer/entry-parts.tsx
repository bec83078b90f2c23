import { Link } from '@tanstack/react-router'
import type { LedgerEvent } from '../../contract/ledger/event-type.ts'
import { addressOf } from '../records/address.ts'
import { t } from '../text/t.ts'
import classes from './timeline.module.css'

/** What an event is about, as a way there. */
export function About({ subject }: { subject: LedgerEvent['subject'] }) {
  if (subject.title === null) return <>{t('event.gone')}</>
  return (
    <Link to={addressOf(subject.type, subject.id)} className={classes.about}>
      {subject.title}
    </Link>
  )
}
