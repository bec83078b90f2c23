import { useSuspenseQuery } from '@tanstack/react-query'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { ConnectForm } from './connect-form.tsx'
import { KeepCard } from './keep-card.tsx'
import classes from './mail.module.css'
import { mailboxQuery } from './mail-api.ts'
import { OutgoingCard } from './outgoing-card.tsx'
import { StateCard } from './state-card.tsx'
import { TemplatesCard } from './templates-card.tsx'

/** A member's own mailbox, and what they write with. */
export default function MailboxPage() {
  const { mailbox } = useSuspenseQuery(mailboxQuery).data
  return (
    <Page narrow>
      <PageHeader title={t('mailbox.title')} subtitle={mailbox?.address ?? t('mailbox.text')} />
      <div className={classes.stack}>
        {mailbox && <StateCard mailbox={mailbox} />}
        {mailbox && <OutgoingCard />}
        {mailbox && <KeepCard key={mailbox.id} mailbox={mailbox} />}
        <TemplatesCard />
        <Card title={mailbox ? t('mailbox.change') : t('mailbox.connect')}>
          <ConnectForm key={mailbox?.id} mailbox={mailbox} />
        </Card>
      </div>
    </Page>
  )
}
