import { Button, Modal, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { privacyRoutes } from '../../contract/keeping/privacy.ts'
import { urlOf } from '../../contract/http/client.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { call, messageOf } from '../shell/api.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/t.ts'
import { Card } from '../ui/card.tsx'
import { toastDone } from '../ui/toast.tsx'
import classes from './privacy-card.module.css'

/** What the law lets a person ask for: their data as a file, or to be forgotten. For those who run the company. */
export function PrivacyCard({ record }: { record: AnyRecord }) {
  const { rights } = useSession()
  const [asking, setAsking] = useState(false)
  if (!rights.includes('administer')) return null
  return (
    <Card title={t('privacy.title')}>
      <p className={classes.text}>{t('privacy.exportHelp')}</p>
      <div className={classes.actions}>
        <Button component="a" href={urlOf(privacyRoutes.export, { params: { id: record.id } })} download>
          {t('privacy.export')}
        </Button>
        <Button color="red" variant="subtle" onClick={() => setAsking(true)}>
          {t('privacy.erase')}
        </Button>
      </div>
      {asking && <Erase record={record} onClose={() => setAsking(false)} />}
    </Card>
  )
}

const plain = (name: string) => name.trim().replaceAll(/\s+/g, ' ').toLowerCase()

function Erase({ record, onClose }: { record: AnyRecord; onClose: () => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const erase = async () => {
    setWorking(true)
    setFailure(null)
    try {
      await call(privacyRoutes.erase, { params: { id: record.id }, body: { name } })
      toastDone(t('privacy.erased'))
      onClose()
      await queries.invalidateQueries()
    } catch (error) {
      setFailure(messageOf(error))
    } finally {
      setWorking(false)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('privacy.erasing', { name: record.title })}
      closeButtonProps={{ 'aria-label': t('privacy.cancel') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void erase()
        }}
      >
        <p>{t('privacy.eraseText')}</p>
        <p className={classes.text}>{t('privacy.final')}</p>
        <TextInput
          data-autofocus
          autoComplete="off"
          label={t('privacy.typeName', { name: record.title })}
          value={name}
          error={failure}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button onClick={onClose}>{t('privacy.cancel')}</Button>
          <Button
            type="submit"
            color="red"
            variant="filled"
            loading={working}
            disabled={plain(name) !== plain(record.title)}
          >
            {t('privacy.eraseNow')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
