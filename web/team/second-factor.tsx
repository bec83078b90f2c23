import '@mantine/core/styles/PasswordInput.layer.css'
import { Button, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { encode } from 'uqr'
import { messageOf } from '../shell/api.ts'
import { auth } from '../shell/auth.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/seldom.ts'
import { toastDone } from '../ui/toast.tsx'
import { CopyButton } from './copy-field.tsx'
import { SecondFactorField } from './second-factor-field.tsx'
import classes from './settings.module.css'

type Step =
  | { at: 'rest' }
  | { at: 'password'; purpose: 'begin' | 'remove' | 'renew' }
  | { at: 'confirm'; address: string; codes: string[] }
  | { at: 'codes'; codes: string[] }

/** Sets the member's second factor up, renews its recovery codes, takes it away. */
export function SecondFactor({ onDone }: { onDone?: () => void }) {
  const { secondFactor } = useSession()
  const queries = useQueryClient()
  const [step, setStep] = useState<Step>({ at: 'rest' })

  const begin = async (password: string, purpose: 'begin' | 'remove' | 'renew') => {
    if (purpose === 'begin') {
      const { totpURI, backupCodes } = await auth.beginSecondFactor(password)
      setStep({ at: 'confirm', address: totpURI, codes: backupCodes })
    } else if (purpose === 'renew') {
      setStep({ at: 'codes', codes: (await auth.renewRecoveryCodes(password)).backupCodes })
      toastDone(t('factor.renewed'))
    } else {
      await auth.removeSecondFactor(password)
      setStep({ at: 'rest' })
      toastDone(t('factor.removed'))
      await queries.invalidateQueries({ queryKey: ['session'] })
    }
  }
  const confirm = async (code: string) => {
    await auth.confirmSecondFactor(code)
    setStep({ at: 'rest' })
    toastDone(t('factor.done'))
    await queries.invalidateQueries({ queryKey: ['session'] })
    onDone?.()
  }

  if (step.at === 'password')
    return (
      <AskPassword
        onSubmit={(password) => begin(password, step.purpose)}
        onCancel={() => setStep({ at: 'rest' })}
      />
    )
  if (step.at === 'confirm') return <Confirm address={step.address} codes={step.codes} onCode={confirm} />
  if (step.at === 'codes') return <Codes codes={step.codes} />
  return (
    <>
      <p className={classes.text}>{secondFactor ? t('factor.on') : t('factor.text')}</p>
      <div className={classes.actions}>
        {secondFactor ? (
          <>
            <Button onClick={() => setStep({ at: 'password', purpose: 'renew' })}>{t('factor.renew')}</Button>
            <Button onClick={() => setStep({ at: 'password', purpose: 'remove' })}>
              {t('factor.remove')}
            </Button>
          </>
        ) : (
          <Button onClick={() => setStep({ at: 'password', purpose: 'begin' })}>{t('factor.begin')}</Button>
        )}
      </div>
    </>
  )
}

function AskPassword({
  onSubmit,
  onCancel,
}: {
  onSubmit: (password: string) => Promise<void>
  onCancel: () => void
}) {
  const [password, setPassword] = useState('')
  const [refused, setRefused] = useState<string | null>(null)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(password).catch((error: unknown) => setRefused(messageOf(error)))
      }}
    >
      <PasswordInput
        label={t('factor.password')}
        autoComplete="current-password"
        autoFocus
        visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword') }}
        value={password}
        error={refused}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" disabled={!password}>
          {t('factor.continue')}
        </Button>
        <Button onClick={onCancel}>{t('ui.cancel')}</Button>
      </div>
    </form>
  )
}

function Confirm({
  address,
  codes,
  onCode,
}: {
  address: string
  codes: string[]
  onCode: (code: string) => Promise<void>
}) {
  const [code, setCode] = useState('')
  const [refused, setRefused] = useState<string | null>(null)
  const key = new URL(address).searchParams.get('secret') ?? ''
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        onCode(code.trim()).catch((error: unknown) => setRefused(messageOf(error)))
      }}
    >
      <p>{t('factor.add')}</p>
      <Scannable address={address} />
      <div>
        <p className={classes.heading}>{t('factor.key')}</p>
        <p className={classes.key}>{key.replace(/(.{4})(?=.)/g, '$1 ')}</p>
        <CopyButton text={key} />
      </div>
      <a href={address} className={classes.link}>
        {t('factor.link')}
      </a>
      <Codes codes={codes} />
      <SecondFactorField
        label={t('factor.code')}
        autoFocus={false}
        value={code}
        error={refused}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" disabled={!code.trim()}>
          {t('factor.confirm')}
        </Button>
      </div>
    </form>
  )
}

/** The address as a code for the phone's camera. Dark on light in both themes: that is what cameras read. */
function Scannable({ address }: { address: string }) {
  const { data, size } = useMemo(() => encode(address, { border: 0 }), [address])
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return (
    <svg
      className={classes.code}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={t('factor.scanAlt')}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}

function Codes({ codes }: { codes: string[] }) {
  return (
    <div>
      <p className={classes.heading}>{t('factor.codes')}</p>
      <p className={classes.text}>{t('factor.codesText')}</p>
      <ul className={classes.codes} aria-label={t('factor.codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton text={codes.join('\n')} />
    </div>
  )
}
