/** Quotas and the forecast, as they are declared. */
export const declaredForecast = {
  'event.quotas.set': 'Quotas definidas',
  'event.forecast.submitted': 'Previsão apresentada',
  'event.forecast.snapshot-taken': 'Previsão guardada',
  'event.deal.forecast-explained': 'Categoria de previsão explicada',
}
