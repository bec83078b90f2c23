import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { objection as objectionType } from '../../../contract/sales/objection.ts'
import { objectionRoutes } from '../../../contract/sales/objection-routes.ts'
import type { Play } from '../../../contract/sales/objection-routes.ts'
import { addressOf } from '../../records/address.ts'
import { useChanges } from '../../records/changes.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useMay } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { playbookQuery, useAttempt } from './deal-api.ts'
import classes from './playbook.module.css'

/** What customers say against buying, the answers that work, and how often each held. */
export default function Playbook() {
  const { data } = useSuspenseQuery(playbookQuery)
  const may = useMay(objectionType.name)
  const { create } = useChanges(objectionType)
  const [name, setName] = useState('')
  const add = async () => {
    if (!name.trim()) return
    try {
      await create({ name: name.trim() })
      setName('')
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  return (
    <Page>
      <PageHeader title={t('playbook.title')} subtitle={t('playbook.text')} />
      {may('create') && (
        <form
          className={classes.add}
          onSubmit={(event) => {
            event.preventDefault()
            void add()
          }}
        >
          <TextInput
            aria-label={t('playbook.name')}
            placeholder={t('playbook.name')}
            value={name}
            maxLength={2_000}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled">
            {t('playbook.add')}
          </Button>
        </form>
      )}
      {data.data.length === 0 && <p className={classes.none}>{t('playbook.none')}</p>}
      <div className={classes.plays}>
        {data.data.map((play) => (
          <Entry key={play.id} play={play} canEdit={may('edit')} />
        ))}
      </div>
    </Page>
  )
}

/** How often it held, of those of which it is known. */
function Held({ held, failed }: { held: number; failed: number }) {
  const manner = useManner()
  if (held + failed === 0) return <>—</>
  return <>{percent(held / (held + failed), manner)}</>
}

function Entry({ play, canEdit }: { play: Play; canEdit: boolean }) {
  const attempt = useAttempt()
  const [text, setText] = useState('')
  const set = (answers: { id?: string; text: string }[]) =>
    attempt(() => call(objectionRoutes.setAnswers, { params: { id: play.id }, body: { answers } }))
  const known = play.answers.map(({ id, text: said }) => ({ id, text: said }))
  return (
    <Card
      title={
        <Link to={addressOf(objectionType.name, play.id)} className={classes.title}>
          {play.title}
        </Link>
      }
      aside={play.files > 0 && t('playbook.files', { count: play.files })}
    >
      <dl className={classes.figures}>
        <div>
          <dt>{t('playbook.raised')}</dt>
          <dd>{play.raised}</dd>
        </div>
        <div>
          <dt>{t('playbook.deals')}</dt>
          <dd>{play.deals}</dd>
        </div>
        <div>
          <dt>{t('playbook.answered')}</dt>
          <dd>{play.answered}</dd>
        </div>
        <div>
          <dt>{t('playbook.held')}</dt>
          <dd>
            <Held held={play.held} failed={play.failed} />
          </dd>
        </div>
      </dl>
      <ol className={classes.answers} aria-label={t('playbook.answersTo', { name: play.title })}>
        {play.answers.map((answer) => (
          <li key={answer.id} className={classes.answer}>
            <span>{answer.text}</span>
            <span className={classes.fared}>
              {answer.given > 0 ? (
                <>
                  {t('playbook.given', { count: answer.given })} · <Held {...answer} />
                </>
              ) : (
                t('playbook.neverGiven')
              )}
            </span>
            {canEdit && (
              <ActionIcon
                aria-label={t('playbook.removeAnswer', { text: answer.text })}
                onClick={() => void set(known.filter(({ id }) => id !== answer.id))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ol>
      {canEdit && (
        <form
          className={classes.add}
          onSubmit={(event) => {
            event.preventDefault()
            const said = text.trim()
            if (said) void set([...known, { text: said }]).then((saved) => saved && setText(''))
          }}
        >
          <Textarea
            aria-label={t('playbook.newAnswer', { name: play.title })}
            placeholder={t('playbook.answerHint')}
            autosize
            minRows={1}
            maxLength={4_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit">{t('playbook.addAnswer')}</Button>
        </form>
      )}
    </Card>
  )
}
