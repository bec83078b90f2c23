import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { outgoingAddressRoutes } from '../../contract/team/outgoing-addresses.ts'
import { refusalOf } from '../records/changes.ts'
import { call, messageOf } from '../shell/api.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { toastFailed } from '../ui/toast.tsx'
import classes from './settings.module.css'

const addressesQuery = queryOptions({
  queryKey: ['outgoing-addresses'],
  queryFn: ({ signal }) => call(outgoingAddressRoutes.list, { signal }),
})

/** What requests that members name may reach inside the company's own network. */
export function OutgoingAddresses() {
  const { data } = useSuspenseQuery(addressesQuery)
  const { user } = useSession()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['outgoing-addresses'] })
  const form = useForm({ mode: 'uncontrolled', initialValues: { address: '' } })
  const allow = form.onSubmit(async (body) => {
    try {
      await call(outgoingAddressRoutes.allow, { body })
      form.reset()
      await refresh()
    } catch (error) {
      const { form: whole, address } = refusalOf(error, ['address']) as Record<string, string>
      form.setErrors({ address: address ?? whole })
    }
  })
  const forbid = async (id: string) => {
    try {
      await call(outgoingAddressRoutes.forbid, { params: { id } })
      await refresh()
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }
  const owner = user.role === 'owner'
  return (
    <Card title={t('addresses.title')}>
      <p className={classes.text}>{t('addresses.text')}</p>
      <ul className={classes.log}>
        {data.data.map(({ id, address }) => (
          <li key={id} className={classes.session}>
            <span className={classes.name}>{address}</span>
            {owner && (
              <Button aria-label={t('addresses.forbidOf', { address })} onClick={() => void forbid(id)}>
                {t('addresses.forbid')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {owner && (
        <form onSubmit={allow} className={classes.copy} noValidate>
          <TextInput
            label={t('addresses.address')}
            key={form.key('address')}
            {...form.getInputProps('address')}
          />
          <Button type="submit">{t('addresses.allow')}</Button>
        </form>
      )}
    </Card>
  )
}
