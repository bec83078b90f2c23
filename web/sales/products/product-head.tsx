import { useQuery } from '@tanstack/react-query'
import { pricelist as pricelistType } from '../../../contract/sales/price-lists.ts'
import type { ProductOffers } from '../../../contract/sales/price-routes.ts'
import { sumOfParts } from '../../../contract/sales/price.ts'
import type { HeadProps } from '../../records/heads.ts'
import { useSession } from '../../shell/session.tsx'
import { choiceLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { day, dayIn, number } from '../../ui/format.ts'
import { Money, useManner } from '../../ui/manner.tsx'
import { SimpleTable } from '../../ui/simple-table.tsx'
import { useNow } from '../../ui/use-now.ts'
import { offersQuery } from '../quotes/quote-api.ts'
import { BundleParts } from './bundle-parts.tsx'
import classes from './product-head.module.css'

/** What a product costs whom, and what a bundle is made of. */
export default function ProductHead({ record, place }: HeadProps) {
  const { data } = useQuery(offersQuery(record.id))
  if (place !== 'page' || !data) return null
  const bundle = record['bundle'] !== null && record['bundle'] !== undefined
  return (
    <div className={classes.head}>
      {bundle && <BundleParts product={record} offers={data} />}
      {(data.offers.length > 0 || data.price || bundle) && <Prices offers={data} />}
    </div>
  )
}

const groups = pricelistType.fields.customerGroup.options

function Prices({ offers }: { offers: ProductOffers }) {
  const manner = useManner()
  const { company } = useSession()
  const now = useNow()
  const today = dayIn(now, { ...manner, zone: company.timeZone })
  const { currency } = manner
  const sum = offers.bundle === 'sum' ? sumOfParts(offers.parts, '1', currency, null, today) : null
  const days = (from: string | null, to: string | null) =>
    from === null && to === null
      ? t('product.always')
      : `${from ? day(from, manner) : '…'} – ${to ? day(to, manner) : '…'}`
  return (
    <Card title={t('product.prices')} className={classes.flush ?? ''}>
      <p className={classes.text}>
        {t(offers.offers.length > 0 ? 'product.pricesText' : 'product.noPrices')}
      </p>
      <SimpleTable
        label={t('product.prices')}
        heads={[
          t('product.list'),
          t('product.group'),
          t('product.from'),
          t('product.days'),
          t('quote.price'),
        ]}
      >
        {sum && (
          <Row
            list={t('product.sumOfParts')}
            group="—"
            from="—"
            days="—"
            price={{ amount: sum.amount, currency }}
          />
        )}
        {offers.price && offers.bundle !== 'sum' && (
          <Row list={t('product.ownPrice')} group="—" from="—" days="—" price={offers.price} />
        )}
        {offers.offers.map((offer) => (
          <Row
            key={`${offer.list} ${offer.price.currency} ${offer.fromQuantity}`}
            list={offer.list}
            group={offer.group ? choiceLabel(groups, offer.group) : t('product.everybody')}
            from={number(offer.fromQuantity, manner, 3)}
            days={days(offer.fromOn, offer.toOn)}
            price={offer.price}
          />
        ))}
      </SimpleTable>
    </Card>
  )
}

interface RowProps {
  list: string
  group: string
  from: string
  days: string
  price: { amount: string; currency: string }
}

const Row = ({ list, group, from, days, price }: RowProps) => (
  <tr>
    <td className={classes.name}>{list}</td>
    <td>{group}</td>
    <td>{from}</td>
    <td>{days}</td>
    <td>
      <Money value={price} />
    </td>
  </tr>
)
