import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { webhookRoutes, type Webhook } from '../../contract/ecosystem/webhooks.ts'
import { refusalOf } from '../records/changes.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { Relative } from '../ui/manner.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { CopyField } from './copy-field.tsx'
import classes from './settings.module.css'
import { WebhookLog } from './webhook-log.tsx'

/** Secrets that were shown since this page was opened; nowhere else are they kept. */
const secrets = new Map<string, string>()

interface WebhookPanelProps {
  webhook: Webhook | null
  onMade: (webhook: Webhook) => void
  onClose: () => void
}

/** A webhook's settings, its secret just after it was made, and what was sent. */
export function WebhookPanel({ webhook, onMade, onClose }: WebhookPanelProps) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['webhooks'] })
  const [secret, setSecret] = useState(webhook ? secrets.get(webhook.id) : undefined)
  const [busy, setBusy] = useState(false)
  const act = async (fn: () => Promise<void>) => {
    setBusy(true)
    try {
      await fn()
    } catch (error) {
      toastFailed(messageOf(error))
    }
    setBusy(false)
  }
  const test = ({ id }: Webhook) =>
    act(async () => {
      const { status, error, milliseconds } = await call(webhookRoutes.test, { params: { id } })
      if (error) toastFailed(t('webhooks.testFailed', { error }))
      else toastDone(t('webhooks.tested', { status: status ?? 0, ms: milliseconds }))
    })
  const renew = ({ id }: Webhook) =>
    act(async () => {
      const renewed = await call(webhookRoutes.renewSecret, { params: { id } })
      secrets.set(id, renewed.secret)
      setSecret(renewed.secret)
    })
  const remove = ({ id, name }: Webhook) =>
    act(async () => {
      await call(webhookRoutes.remove, { params: { id } })
      onClose()
      await refresh()
      toastDone(t('webhooks.removed', { name }))
    })
  return (
    <SidePanel title={webhook?.name ?? t('webhooks.add')} onClose={onClose}>
      <WebhookForm
        webhook={webhook}
        onSaved={async (saved, made) => {
          if (made) secrets.set(saved.id, made)
          await refresh()
          if (made) onMade(saved)
        }}
      />
      {webhook && (
        <>
          {webhook.failingSince && (
            <p className={classes.failure}>
              {t('webhooks.failingSince')} <Relative value={webhook.failingSince} />
            </p>
          )}
          {secret && (
            <CopyField label={t('webhooks.secret')} description={t('webhooks.secretText')} value={secret} />
          )}
          <div className={classes.actions}>
            <Button loading={busy} onClick={() => void test(webhook)}>
              {t('webhooks.test')}
            </Button>
            <Button onClick={() => void renew(webhook)}>{t('webhooks.renewSecret')}</Button>
            <Button onClick={() => void remove(webhook)}>{t('webhooks.remove')}</Button>
          </div>
          <WebhookLog id={webhook.id} />
        </>
      )}
    </SidePanel>
  )
}

function WebhookForm({
  webhook,
  onSaved,
}: {
  webhook: Webhook | null
  onSaved: (saved: Webhook, secret: string | null) => Promise<void>
}) {
  const listed = (text: string) => text.split(/[\s,]+/).filter(Boolean)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      name: webhook?.name ?? '',
      url: webhook?.url ?? '',
      events: webhook?.events.join(', ') ?? '*',
      enabled: webhook?.enabled ?? true,
    },
    validate: {
      name: (value) => (value.trim() === '' ? t('webhooks.nameMissing') : null),
      url: (value) => (URL.canParse(value.trim()) ? null : t('webhooks.urlMissing')),
      events: (value) => (listed(value).length === 0 ? t('webhooks.eventsMissing') : null),
    },
  })
  const submit = form.onSubmit(async (values) => {
    const body = { ...values, events: listed(values.events) }
    try {
      if (webhook) {
        const saved = await call(webhookRoutes.update, { params: { id: webhook.id }, body })
        await onSaved(saved, null)
        toastDone(t('webhooks.saved', { name: saved.name }))
      } else {
        const { secret, ...saved } = await call(webhookRoutes.create, { body })
        await onSaved(saved, secret)
      }
    } catch (error) {
      form.setErrors(refusalOf(error, ['name', 'url', 'events']))
    }
  })
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {form.errors['form'] && (
        <div role="alert" className={classes.failure}>
          {form.errors['form']}
        </div>
      )}
      <TextInput
        label={t('webhooks.name')}
        autoFocus={!webhook}
        key={form.key('name')}
        {...form.getInputProps('name')}
      />
      <TextInput label={t('webhooks.url')} type="url" key={form.key('url')} {...form.getInputProps('url')} />
      <Textarea
        label={t('webhooks.events')}
        description={t('webhooks.eventsHelp')}
        autosize
        key={form.key('events')}
        {...form.getInputProps('events')}
      />
      <Checkbox
        label={t('webhooks.enabled')}
        key={form.key('enabled')}
        {...form.getInputProps('enabled', { type: 'checkbox' })}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={form.submitting}>
          {t('webhooks.save')}
        </Button>
      </div>
    </form>
  )
}
