import { Button } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { publicQuoteRoutes, type PublicQuote } from '../../../contract/sales/quote-routes.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { day, moment } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { AcceptForm, AskForm, DeclineForm } from './public-forms.tsx'
import classes from './public-quote.module.css'
import { QuotePaper } from './quote-paper.tsx'

const openQuery = (token: string) =>
  queryOptions({
    queryKey: ['public-quote', token],
    queryFn: () => call(publicQuoteRoutes.open, { body: { token } }),
    retry: false,
    refetchOnWindowFocus: false,
  })

/** Where a quote's link leads. The token stands behind the #, so that no server's log has it. */
export default function PublicQuotePage() {
  const [token] = useState(() => location.hash.slice(1))
  const { data, error } = useQuery(openQuery(token))
  const queries = useQueryClient()
  useEffect(() => {
    const robots = document.createElement('meta')
    Object.assign(robots, { name: 'robots', content: 'noindex, nofollow' })
    document.head.append(robots)
    return () => robots.remove()
  }, [])
  const title = error ? t('public.gone') : data ? t('paper.number', { number: data.document.number }) : ''
  useEffect(() => {
    document.title = data ? `${title} · ${data.document.seller.name}` : title
  }, [title, data])
  if (error)
    return (
      <main className={classes.gone}>
        <h1>{title}</h1>
        <p>{t('public.goneText')}</p>
      </main>
    )
  if (!data) return null
  return (
    <main className={classes.page}>
      <header className={`${classes.head} no-paper`}>
        <h1 className={classes.seller}>{data.document.seller.name}</h1>
        <span>
          <SavePdf token={token} name={title} />
          <Button variant="subtle" onClick={() => window.print()}>
            {t('public.print')}
          </Button>
        </span>
      </header>
      <Banner quote={data} />
      <div className={classes.sheet}>
        <QuotePaper document={data.document} />
      </div>
      <Answering
        token={token}
        quote={data}
        onAnswer={(answer) => queries.setQueryData(openQuery(token).queryKey, answer)}
      />
    </main>
  )
}

/** Hands the quote over as a file. The token is in the body, so that no address has it. */
function SavePdf({ token, name }: { token: string; name: string }) {
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const save = async () => {
    setBusy(true)
    setRefused(null)
    try {
      const file: unknown = await call(publicQuoteRoutes.pdf, { body: { token } })
      if (file instanceof Blob) saveFile(`${name}.pdf`, file)
    } catch (error) {
      setRefused(messageOf(error))
    }
    setBusy(false)
  }
  return (
    <>
      {refused && <span role="alert">{refused} </span>}
      <Button variant="subtle" loading={busy} onClick={() => void save()}>
        {t('quote.pdf')}
      </Button>
    </>
  )
}

/** Where the quote stands, in words. */
function Banner({ quote }: { quote: PublicQuote }) {
  const manner = useManner()
  const { status, document, answeredAt, signedBy } = quote
  const when = moment(answeredAt, manner)
  const said = {
    accepted: t('public.acceptedBy', { name: signedBy ?? '', when }),
    declined: t('public.declined', { when }),
    expired: t('public.expired', { day: day(document.validUntil, manner) }),
    superseded: t('public.superseded'),
    withdrawn: t('public.withdrawn'),
    sent: t('public.validFor', { day: day(document.validUntil, manner) }),
    viewed: t('public.validFor', { day: day(document.validUntil, manner) }),
    draft: '',
  }[status]
  return (
    <p role="status" className={classes.banner} data-status={status}>
      {said}
    </p>
  )
}

interface AnsweringProps {
  token: string
  quote: PublicQuote
  onAnswer: (quote: PublicQuote) => void
}

type Form = 'accept' | 'decline' | 'ask'

/** What its customer can do with a quote, one thing at a time. */
function Answering({ token, quote, onAnswer }: AnsweringProps) {
  const [form, setForm] = useState<Form | null>(null)
  const open = quote.status === 'sent' || quote.status === 'viewed'
  const choose = (next: Form) => () => setForm(form === next ? null : next)
  const close = () => setForm(null)
  const done = (answer: PublicQuote) => {
    close()
    onAnswer(answer)
  }
  return (
    <section className={`${classes.answering} no-paper`}>
      <div className={classes.buttons}>
        {open && (
          <>
            <Button variant="filled" size="md" aria-expanded={form === 'accept'} onClick={choose('accept')}>
              {t('public.accept')}
            </Button>
            <Button size="md" aria-expanded={form === 'decline'} onClick={choose('decline')}>
              {t('public.decline')}
            </Button>
          </>
        )}
        <Button size="md" aria-expanded={form === 'ask'} onClick={choose('ask')}>
          {t('public.ask')}
        </Button>
      </div>
      {form === 'accept' && open && <AcceptForm token={token} quote={quote} onDone={done} />}
      {form === 'decline' && open && <DeclineForm token={token} quote={quote} onDone={done} />}
      {form === 'ask' && <AskForm token={token} quote={quote} onDone={close} />}
    </section>
  )
}
