/** Quotas and the forecast, as they are declared. */
export const declaredForecast = {
  'event.quotas.set': 'Vorgaben gesetzt',
  'event.forecast.submitted': 'Prognose abgegeben',
  'event.forecast.snapshot-taken': 'Stand der Prognose festgehalten',
  'event.deal.forecast-explained': 'Prognosekategorie begründet',
}
