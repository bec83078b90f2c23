import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Filter } from '../../../contract/records/filter.ts'
import { callListRoutes } from '../../../contract/sales/call-lists.ts'
import { refusalOf, type Refused } from '../../records/changes.ts'
import { useFilterWords } from '../../records/filter-words.ts'
import { call } from '../../shell/api.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { t } from '../../text/seldom.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import classes from './calls.module.css'

const fields = ['name', 'reason', 'script', 'selection']

/** Makes a call list of what a list of people or leads shows, or of those chosen in it. */
export default function NewListPage() {
  const { type, filter, q, ids } = useSearch({ strict: false }) as Partial<Record<string, string>>
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const chosen = filter && !ids ? (JSON.parse(filter) as Filter) : null
  const words = useFilterWords(recordTypeOf(type === 'lead' ? 'lead' : 'person'), chosen)
  const [typed, setReason] = useState<string | null>(null)
  const reason = typed ?? words
  const [script, setScript] = useState('')
  const [shared, setShared] = useState(true)
  const [refused, setRefused] = useState<Refused>({})
  const [sending, setSending] = useState(false)
  const submit = async () => {
    setSending(true)
    try {
      const selection = ids ? { ids: ids.split(',') } : { filter: chosen, ...(q && { q }) }
      const recordType = type === 'lead' ? ('lead' as const) : ('person' as const)
      const list = await call(callListRoutes.create, {
        body: { name, recordType, selection, reason, script, shared },
      })
      await navigate({ to: '/call-queue/$id', params: { id: list.id } })
    } catch (error) {
      setRefused(refusalOf(error, fields))
      setSending(false)
    }
  }
  const failure = refused['form'] ?? refused['selection']
  return (
    <Page narrow>
      <PageHeader title={t('calls.new')} subtitle={t(type === 'lead' ? 'calls.ofLeads' : 'calls.ofPeople')} />
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {failure && (
          <div role="alert" className={classes.failure}>
            {failure}
          </div>
        )}
        <TextInput
          autoFocus
          withAsterisk
          label={t('calls.name')}
          value={name}
          maxLength={200}
          error={refused['name']}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('calls.reason')}
          description={t('calls.reasonHelp')}
          value={reason}
          error={refused['reason']}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Textarea
          label={t('calls.script')}
          description={t('calls.scriptHelp')}
          autosize
          minRows={6}
          value={script}
          error={refused['script']}
          onChange={(event) => setScript(event.currentTarget.value)}
        />
        <Checkbox
          label={t('calls.sharedLabel')}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <div>
          <Button type="submit" variant="filled" loading={sending}>
            {t('calls.begin')}
          </Button>
        </div>
      </form>
    </Page>
  )
}
