import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../shell/api.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import { Card } from '../ui/card.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { loadSample, removeSample } from './sample-api.ts'
import classes from './settings.module.css'

/** The made-up company: loaded and removed in one click. */
export default function Sample() {
  const { hasSample } = useSession()
  const queries = useQueryClient()
  const [working, setWorking] = useState(false)
  const act = async () => {
    setWorking(true)
    try {
      const { records } = await (hasSample ? removeSample() : loadSample())
      const count = Object.values(records).reduce((sum, one) => sum + one, 0)
      toastDone(hasSample ? t('sample.removed', { count }) : t('sample.loaded', { count }))
      await queries.invalidateQueries()
    } catch (error) {
      toastFailed(messageOf(error), () => void act())
    } finally {
      setWorking(false)
    }
  }
  return (
    <Page narrow>
      <PageHeader title={t('sample.title')} subtitle={t('sample.text')} />
      <Card>
        <p className={classes.text}>{hasSample ? t('sample.present') : t('sample.absent')}</p>
        <Button variant={hasSample ? 'default' : 'filled'} loading={working} onClick={() => void act()}>
          {hasSample ? t('sample.remove') : t('sample.load')}
        </Button>
      </Card>
    </Page>
  )
}
