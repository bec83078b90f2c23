import { Button, Modal, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { person as personType } from '../../../contract/customer/person.ts'
import { quoteRoutes } from '../../../contract/sales/quote-routes.ts'
import { recordQuery } from '../../records/record-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { toastDone } from '../../ui/toast.tsx'
import classes from './quote-page.module.css'

interface SendPanelProps {
  quote: AnyRecord
  /** The draft is sent, or of what was sent only another link is made. */
  of: 'draft' | 'link'
  onClose: () => void
  /** Writes the email with which it goes; null where the member has no mailbox. */
  onMail: (() => void) | null
}

/** Freezes a quote and shows the link for its customer: once, because nobody keeps it. */
export function SendPanel({ quote, of, onClose, onMail }: SendPanelProps) {
  const another = of === 'link'
  const queries = useQueryClient()
  const [sent, setSent] = useState<{ number: string; link: string } | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    setRefused(null)
    try {
      setSent(await call(another ? quoteRoutes.link : quoteRoutes.send, { params: { id: quote.id } }))
      await queries.invalidateQueries({ queryKey: ['records', 'quote'] })
      void queries.invalidateQueries({ queryKey: ['records', 'deal'] })
    } catch (error) {
      setRefused(messageOf(error))
    }
    setBusy(false)
  }
  const title = sent
    ? t('quote.sentTitle', { number: sent.number })
    : another
      ? t('quote.newLink')
      : t('quote.sendTitle', { quote: quote.title })
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={title}
      closeButtonProps={{ 'aria-label': t('ui.dismiss') }}
    >
      <div className={classes.panel}>
        {refused && (
          <p role="alert" className={classes.note}>
            {refused}
          </p>
        )}
        {sent ? (
          <Link sent={sent} person={quote['person'] as string | null} />
        ) : (
          <>
            <p>{t(another ? 'quote.linkText' : 'quote.sendText')}</p>
            {onMail && <p className={classes.quiet}>{t('quote.byMailText')}</p>}
          </>
        )}
        <div className={classes.row}>
          {sent ? (
            <Button onClick={onClose}>{t('quote.done')}</Button>
          ) : (
            <>
              <Button
                variant={onMail ? 'default' : 'filled'}
                data-autofocus={onMail ? undefined : true}
                loading={busy}
                onClick={() => void send()}
              >
                {t('quote.sendNow')}
              </Button>
              {onMail && (
                <Button variant="filled" data-autofocus onClick={onMail}>
                  {t('quote.byMail')}
                </Button>
              )}
            </>
          )}
        </div>
      </div>
    </Modal>
  )
}

function Link({ sent, person }: { sent: { number: string; link: string }; person: string | null }) {
  const { data } = useQuery({ ...recordQuery(personType, person ?? ''), enabled: person !== null })
  const { number, link } = sent
  const mail = new URLSearchParams({
    subject: t('quote.mailSubject', { number }),
    body: `${t('quote.mailBody', { number })}\n${link}\n`,
  })
  const to = encodeURIComponent((data?.['email'] as string | null | undefined) ?? '')
  return (
    <>
      <p>{t('quote.linkText')}</p>
      <div className={classes.link}>
        <TextInput
          label={t('quote.link')}
          value={link}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          variant="filled"
          onClick={() => void navigator.clipboard.writeText(link).then(() => toastDone(t('factor.copied')))}
        >
          {t('factor.copy')}
        </Button>
        <Button component="a" href={`mailto:${to}?${mail.toString().replaceAll('+', '%20')}`}>
          {t('quote.mail')}
        </Button>
      </div>
    </>
  )
}
