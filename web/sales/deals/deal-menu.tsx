import { ActionIcon, Button, Menu, Modal, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { deal as dealType } from '../../../contract/sales/deal.ts'
import type { Money } from '../../../contract/values/money.ts'
import { addressOf } from '../../records/address.ts'
import { refusalOf } from '../../records/changes.ts'
import type { Refused } from '../../records/changes.ts'
import { widgetOf } from '../../records/fields/widgets.ts'
import { useMay } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { useCopies } from './deal-api.ts'
import classes from './deal-depth.module.css'

type Copy = 'duplicate' | 'split'

/** What is seldom done with a deal: another one like it, or two out of one. */
export default function DealMenu({ deal }: { deal: AnyRecord }) {
  const may = useMay(dealType.name)
  const [copying, setCopying] = useState<Copy | null>(null)
  if (!may('create')) return null
  const canSplit = deal['status'] === 'open' && deal['amount'] !== null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={32} variant="default" aria-label={t('copy.more')}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setCopying('duplicate')}>{t('copy.duplicate')}</Menu.Item>
          <Menu.Item disabled={!canSplit} onClick={() => setCopying('split')}>
            {t('copy.split')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {copying && <CopyDialog key={copying} deal={deal} copy={copying} onDone={() => setCopying(null)} />}
    </>
  )
}

interface CopyDialogProps {
  deal: AnyRecord
  copy: Copy
  onDone: () => void
}

function CopyDialog({ deal, copy, onDone }: CopyDialogProps) {
  const { duplicate, split } = useCopies(deal)
  const navigate = useNavigate()
  const [name, setName] = useState(
    t(copy === 'split' ? 'copy.partName' : 'copy.copyName', { name: deal.title }),
  )
  const [amount, setAmount] = useState<Money | null>(null)
  const [refused, setRefused] = useState<Refused>({})
  const [saving, setSaving] = useState(false)
  const { Edit } = widgetOf(dealType.fields.amount)
  const submit = async () => {
    if (copy === 'split' && !amount) return setRefused({ amount: t('copy.amountMissing') })
    setSaving(true)
    try {
      const made = copy === 'split' && amount ? await split(name, amount) : await duplicate(name)
      onDone()
      await navigate({ to: addressOf(dealType.name, made.id) })
    } catch (error) {
      setRefused(refusalOf(error, ['name', 'amount']))
      setSaving(false)
    }
  }
  return (
    <Modal
      opened
      onClose={onDone}
      size="sm"
      title={t(copy === 'split' ? 'copy.splitTitle' : 'copy.duplicateTitle', { title: deal.title })}
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
        <p className={classes.soft}>{t(copy === 'split' ? 'copy.splitText' : 'copy.duplicateText')}</p>
        <TextInput
          label={t('copy.name')}
          value={name}
          maxLength={2_000}
          data-autofocus
          error={refused['name']}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {copy === 'split' && (
          <Edit
            field={dealType.fields.amount}
            label={t('copy.amount')}
            value={amount}
            error={refused['amount']}
            onChange={(value) => setAmount(value as Money | null)}
          />
        )}
        <div className={classes.actions}>
          <Button type="submit" variant="filled" loading={saving}>
            {t(copy === 'split' ? 'copy.split' : 'copy.duplicate')}
          </Button>
          <Button onClick={onDone}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </Modal>
  )
}
