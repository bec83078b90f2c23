import { Button, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { publicQuoteRoutes, type PublicQuote } from '../../../contract/sales/quote-routes.ts'
import { refusalOf } from '../../records/changes.ts'
import { call } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { money } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastDone } from '../../ui/toast.tsx'
import classes from './public-quote.module.css'

interface FormProps {
  token: string
  quote: PublicQuote
  onDone: (quote: PublicQuote) => void
}

/** A form whose refusals stand where they belong. */
function useAnswer<V extends Record<string, string>>(
  initialValues: V,
  missing: { [K in keyof V]: string },
  send: (values: V) => Promise<void>,
) {
  const form = useForm<V>({
    mode: 'uncontrolled',
    initialValues,
    validate: (values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, value.trim().length < 2 ? missing[name] : null]),
      ),
  })
  const submit = form.onSubmit(async (values) => {
    try {
      await send(values)
    } catch (error) {
      form.setErrors(refusalOf(error, Object.keys(initialValues)))
    }
  })
  const field = (name: keyof V & string) => ({ key: form.key(name), ...form.getInputProps(name) })
  const failure: ReactNode = form.errors['form'] && (
    <div role="alert" className={classes.failure}>
      {form.errors['form']}
    </div>
  )
  return { submit, field, failure, busy: form.submitting }
}

export function AcceptForm({ token, quote, onDone }: FormProps) {
  const manner = useManner()
  const { document, hash } = quote
  const { submit, field, failure, busy } = useAnswer(
    { name: '', signature: '' },
    { name: t('public.nameMissing'), signature: t('public.signatureMissing') },
    async (values) => onDone(await call(publicQuoteRoutes.accept, { body: { token, hash, ...values } })),
  )
  const total = money({ amount: document.total, currency: document.currency }, manner)
  return (
    <form noValidate className={classes.form} aria-label={t('public.acceptTitle')} onSubmit={submit}>
      <h2>{t('public.acceptTitle')}</h2>
      <p>{t('public.acceptText', { number: document.number, total })}</p>
      {failure}
      <TextInput label={t('public.name')} autoComplete="name" autoFocus size="md" {...field('name')} />
      <TextInput
        label={t('public.signature')}
        size="md"
        classNames={{ input: classes.signature ?? '' }}
        {...field('signature')}
      />
      <Button type="submit" variant="filled" size="md" loading={busy}>
        {t('public.acceptNow')}
      </Button>
    </form>
  )
}

export function DeclineForm({ token, quote, onDone }: FormProps) {
  const { submit, field, failure, busy } = useAnswer(
    { reason: '' },
    { reason: t('public.reasonMissing') },
    async ({ reason }) =>
      onDone(await call(publicQuoteRoutes.decline, { body: { token, hash: quote.hash, reason } })),
  )
  return (
    <form noValidate className={classes.form} aria-label={t('public.declineTitle')} onSubmit={submit}>
      <h2>{t('public.declineTitle')}</h2>
      {failure}
      <Textarea label={t('public.reason')} autosize minRows={3} autoFocus size="md" {...field('reason')} />
      <Button type="submit" variant="filled" size="md" loading={busy}>
        {t('public.declineNow')}
      </Button>
    </form>
  )
}

export function AskForm({ token, quote, onDone }: FormProps) {
  const { seller } = quote.document
  const { submit, field, failure, busy } = useAnswer(
    { name: '', question: '' },
    { name: t('public.nameMissing'), question: t('public.questionMissing') },
    async (values) => {
      await call(publicQuoteRoutes.ask, { body: { token, ...values } })
      toastDone(t('public.asked', { seller: seller.person || seller.name }))
      onDone(quote)
    },
  )
  return (
    <form noValidate className={classes.form} aria-label={t('public.ask')} onSubmit={submit}>
      <h2>{t('public.ask')}</h2>
      {failure}
      <TextInput label={t('public.name')} autoComplete="name" autoFocus size="md" {...field('name')} />
      <Textarea label={t('public.question')} autosize minRows={3} size="md" {...field('question')} />
      <Button type="submit" variant="filled" size="md" loading={busy}>
        {t('public.askNow')}
      </Button>
    </form>
  )
}
