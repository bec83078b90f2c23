import { Button, Checkbox, CloseButton, NativeSelect, Skeleton, TextInput } from '@mantine/core'
import '@mantine/core/styles/Checkbox.layer.css'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { mailboxRoutes, type Mailbox, type MailRule } from '../../../contract/customer/mailbox.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { toastDone, toastFailed } from '../../ui/toast.tsx'
import classes from './mail.module.css'

const RichComposer = lazy(() => import('../rich-composer.tsx'))
const kinds = ['domain', 'address', 'label', 'folder'] as const

/** What of the mailbox is kept, by folders and rules, and the signature below what is sent. */
export function KeepCard({ mailbox }: { mailbox: Mailbox }) {
  const queries = useQueryClient()
  const others = mailbox.folders.filter(({ kind }) => kind === 'other')
  const [folders, setFolders] = useState(others.filter(({ chosen }) => chosen).map(({ path }) => path))
  const [rules, setRules] = useState<MailRule[]>(mailbox.rules)
  const [rule, setRule] = useState<MailRule>({ of: 'domain', value: '', keep: 'never' })
  const [signature, setSignature] = useState(mailbox.signature)
  const save = async () => {
    try {
      await call(mailboxRoutes.change, { body: { folders, rules, signature: signature ?? '' } })
      await queries.invalidateQueries({ queryKey: ['mailbox'] })
      toastDone(t('mailbox.saved'))
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  return (
    <Card title={t('mailbox.keeping')}>
      <div className={classes.stack}>
        <p className={classes.quiet}>{t('mailbox.keepingText')}</p>
        <ul className={classes.list}>
          {rules.map((one, at) => (
            <li key={`${one.keep} ${one.of} ${one.value}`}>
              {t(`mailbox.rule.${one.keep}`, { of: t(`mailbox.of.${one.of}`), value: one.value })}
              <CloseButton
                aria-label={t('mailbox.removeRule', { value: one.value })}
                onClick={() => setRules(rules.filter((_, i) => i !== at))}
              />
            </li>
          ))}
        </ul>
        <div className={classes.pair}>
          <TextInput
            label={t('mailbox.ruleValue')}
            value={rule.value}
            onChange={(event) => setRule({ ...rule, value: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('mailbox.ruleOf')}
            value={rule.of}
            data={kinds.map((of) => ({ value: of, label: t(`mailbox.of.${of}`) }))}
            onChange={(event) => setRule({ ...rule, of: event.currentTarget.value as MailRule['of'] })}
          />
          <NativeSelect
            label={t('mailbox.ruleKeep')}
            value={rule.keep}
            data={[
              { value: 'never', label: t('mailbox.never') },
              { value: 'always', label: t('mailbox.always') },
            ]}
            onChange={(event) => setRule({ ...rule, keep: event.currentTarget.value as MailRule['keep'] })}
          />
        </div>
        <Button
          className={classes.begin}
          disabled={!rule.value.trim()}
          onClick={() => {
            setRules([...rules, { ...rule, value: rule.value.trim() }])
            setRule({ ...rule, value: '' })
          }}
        >
          {t('mailbox.addRule')}
        </Button>
        {others.length > 0 && (
          <fieldset className={classes.server}>
            <legend>{t('mailbox.folders')}</legend>
            {others.map(({ path }) => (
              <Checkbox
                key={path}
                label={path}
                checked={folders.includes(path)}
                onChange={(event) =>
                  setFolders(
                    event.currentTarget.checked ? [...folders, path] : folders.filter((one) => one !== path),
                  )
                }
              />
            ))}
          </fieldset>
        )}
        <p className={classes.label}>{t('mailbox.signature')}</p>
        <div className={classes.text}>
          <Suspense fallback={<Skeleton height={80} />}>
            <RichComposer
              label={t('mailbox.signature')}
              hint={t('mailbox.signatureHint')}
              start={mailbox.signature}
              autofocus={false}
              empty={!signature}
              onChange={setSignature}
              onSlash={() => undefined}
              onEscape={() => undefined}
            />
          </Suspense>
        </div>
        <div className={classes.actions}>
          <Button variant="filled" onClick={() => void save()}>
            {t('mailbox.save')}
          </Button>
        </div>
      </div>
    </Card>
  )
}
