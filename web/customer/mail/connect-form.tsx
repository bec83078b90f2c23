import { Alert, Button, NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/Alert.layer.css'
import '@mantine/core/styles/NumberInput.layer.css'
import '@mantine/core/styles/PasswordInput.layer.css'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isMailAddress } from '../../../contract/customer/mail-address.ts'
import {
  mailboxRoutes,
  securities,
  type Mailbox,
  type MailServer,
} from '../../../contract/customer/mailbox.ts'
import { refusalOf, type Refused } from '../../records/changes.ts'
import { call } from '../../shell/api.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { dayIn } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './mail.module.css'

const blank: MailServer = { host: '', port: 993, security: 'tls' }

/** The address and its servers, guessed where they are known; both are tried before anything is kept. */
export function ConnectForm({ mailbox }: { mailbox: Mailbox | null }) {
  const { user } = useSession()
  const queries = useQueryClient()
  const manner = useManner()
  const monthAgo = dayIn(new Date(useNow().getTime() - 30 * 86_400_000), manner)
  const [address, setAddress] = useState(mailbox?.address ?? user.email ?? '')
  const [name, setName] = useState(mailbox?.name ?? user.name)
  const [imap, setImap] = useState(mailbox?.imap ?? blank)
  const [smtp, setSmtp] = useState(mailbox?.smtp ?? { ...blank, port: 587, security: 'starttls' as const })
  const [username, setUsername] = useState(mailbox?.username ?? '')
  const [password, setPassword] = useState('')
  const [since, setSince] = useState(mailbox?.since ?? monthAgo)
  const [hint, setHint] = useState(false)
  const [refused, setRefused] = useState<Refused>({})
  const [trying, setTrying] = useState(false)

  const guess = async () => {
    if (mailbox || !isMailAddress(address.trim().toLowerCase())) return
    const found = await call(mailboxRoutes.guess, { query: { address } })
    setImap((before) => (before.host ? before : found.imap))
    setSmtp((before) => (before.host ? before : found.smtp))
    setUsername((before) => before || address)
    setHint(found.hint === 'app-password')
  }
  const save = async () => {
    setTrying(true)
    setRefused({})
    try {
      await call(mailboxRoutes.connect, {
        body: {
          address,
          name,
          imap,
          smtp,
          username: username || address,
          ...(password && { password }),
          since,
        },
      })
      setPassword('')
      await queries.invalidateQueries({ queryKey: ['mailbox'] })
      toastDone(t('mailbox.connected'))
    } catch (error) {
      setRefused(refusalOf(error, ['address', 'name', 'imap', 'smtp', 'username', 'password', 'since']))
    } finally {
      setTrying(false)
    }
  }
  return (
    <form
      noValidate
      className={classes.form}
      aria-label={t('mailbox.connect')}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextInput
        label={t('mailbox.address')}
        type="email"
        value={address}
        error={refused['address']}
        onChange={(event) => setAddress(event.currentTarget.value)}
        onBlur={() => void guess()}
      />
      <TextInput
        label={t('mailbox.name')}
        value={name}
        error={refused['name']}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {hint && <Alert color="yellow">{t('mailbox.appPassword')}</Alert>}
      <TextInput
        label={t('mailbox.username')}
        autoComplete="off"
        value={username}
        error={refused['username']}
        onFocus={() => void guess()}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('mailbox.password')}
        description={mailbox ? t('mailbox.passwordKept') : t('mailbox.passwordSealed')}
        autoComplete="new-password"
        value={password}
        error={refused['password']}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Server label={t('mailbox.imap')} value={imap} error={refused['imap']} onChange={setImap} />
      <Server label={t('mailbox.smtp')} value={smtp} error={refused['smtp']} onChange={setSmtp} />
      {!mailbox && (
        <TextInput
          label={t('mailbox.since')}
          description={t('mailbox.sinceHint')}
          type="date"
          value={since}
          error={refused['since']}
          onChange={(event) => setSince(event.currentTarget.value)}
        />
      )}
      {refused['form'] && (
        <p role="alert" className={classes.refused}>
          {refused['form']}
        </p>
      )}
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={trying}>
          {t('mailbox.try')}
        </Button>
      </div>
    </form>
  )
}

interface ServerProps {
  label: string
  value: MailServer
  error: string | undefined
  onChange: (server: MailServer) => void
}

function Server({ label, value, error, onChange }: ServerProps) {
  return (
    <fieldset className={classes.server}>
      <legend>{label}</legend>
      <div className={classes.pair}>
        <TextInput
          label={t('mailbox.host')}
          value={value.host}
          error={Boolean(error)}
          onChange={(event) => onChange({ ...value, host: event.currentTarget.value })}
        />
        <NumberInput
          label={t('mailbox.port')}
          hideControls
          value={value.port}
          onChange={(port) => onChange({ ...value, port: Number(port) })}
        />
        <NativeSelect
          label={t('mailbox.security')}
          value={value.security}
          data={securities.map((one) => ({ value: one, label: t(`mailbox.security.${one}`) }))}
          onChange={(event) =>
            onChange({ ...value, security: event.currentTarget.value as MailServer['security'] })
          }
        />
      </div>
      {error && (
        <p role="alert" className={classes.refused}>
          {error}
        </p>
      )}
    </fieldset>
  )
}
