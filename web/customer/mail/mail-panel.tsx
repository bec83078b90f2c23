import { Portal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { t } from '../../text/seldom.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import classes from './mail.module.css'
import { mailboxQuery, type AddressedLetter } from './mail-api.ts'
import { MailForm } from './mail-form.tsx'

interface MailPanelProps {
  type: RecordType
  record: AnyRecord
  /** The email that is answered. */
  replyTo: AnyRecord | null
  letter?: AddressedLetter
  onClose: () => void
}

/** Where an email is written, at the side over the page it is about; without a mailbox it says what to do first. */
export default function MailPanel({ type, record, replyTo, letter, onClose }: MailPanelProps) {
  const { data } = useQuery(mailboxQuery)
  return (
    <Portal>
      <div className={classes.floating}>
        <SidePanel title={replyTo ? t('mail.reply') : t('mail.write')} onClose={onClose}>
          {!data ? (
            <RowsSkeleton rows={4} height={36} />
          ) : data.mailbox ? (
            <MailForm
              type={type}
              record={record}
              replyTo={replyTo}
              from={data.mailbox}
              letter={letter}
              onDone={onClose}
            />
          ) : (
            <EmptyState
              title={t('mail.noMailbox')}
              actions={<Link to="/settings/mailbox">{t('mail.connectFirst')}</Link>}
            >
              {t('mail.noMailboxText')}
            </EmptyState>
          )}
        </SidePanel>
      </div>
    </Portal>
  )
}
