import { Button, Checkbox, Modal, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callListRoutes, type CallList } from '../../../contract/sales/call-lists.ts'
import { refusalOf, type Refused } from '../../records/changes.ts'
import { widgetOf } from '../../records/fields/widgets.ts'
import { call } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { callListsQuery } from './call-list-api.ts'
import classes from './calls.module.css'

const owning = { type: 'user', label: 'Owner', required: true } as const

/** What a call list says, who may call from it, and whose it is. */
export function EditList({ list, onDone }: { list: CallList; onDone: () => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState(list.name)
  const [reason, setReason] = useState(list.reason)
  const [script, setScript] = useState(list.script)
  const [shared, setShared] = useState(list.shared)
  const [owner, setOwner] = useState<unknown>(list.owner?.id ?? null)
  const [refused, setRefused] = useState<Refused>({})
  const [saving, setSaving] = useState(false)
  const { Edit } = widgetOf(owning)
  const submit = async () => {
    setSaving(true)
    try {
      const given = typeof owner === 'string' && owner !== list.owner?.id ? { owner } : {}
      await call(callListRoutes.change, {
        params: { id: list.id },
        body: { name, reason, script, shared, ...given },
      })
      await queries.invalidateQueries({ queryKey: callListsQuery.queryKey })
      onDone()
    } catch (error) {
      setRefused(refusalOf(error, ['name', 'reason', 'script', 'owner']))
      setSaving(false)
    }
  }
  return (
    <Modal
      opened
      onClose={onDone}
      title={t('calls.editNamed', { name: list.name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        {refused['form'] && (
          <div role="alert" className={classes.failure}>
            {refused['form']}
          </div>
        )}
        <TextInput
          data-autofocus
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
          minRows={4}
          maxRows={14}
          value={script}
          error={refused['script']}
          onChange={(event) => setScript(event.currentTarget.value)}
        />
        <Edit
          field={owning}
          label={t('calls.owner')}
          value={owner}
          error={refused['owner']}
          onChange={setOwner}
        />
        <Checkbox
          label={t('calls.sharedLabel')}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <div className={classes.buttons}>
          <Button type="submit" variant="filled" loading={saving}>
            {t('ui.save')}
          </Button>
          <Button onClick={onDone}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
