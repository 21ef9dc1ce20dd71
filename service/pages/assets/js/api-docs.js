// Shows the API's description with Swagger UI, from our own server; what is tried carries our token.
import SwaggerUIBundle from 'swagger-ui-dist/swagger-ui-bundle.js'
import 'swagger-ui-dist/swagger-ui.css'

const place = document.getElementById('api-docs')
SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  deepLinking: true,
  requestInterceptor: (request) => {
    request.headers['X-CSRF-Token'] = place.dataset.csrf
    return request
  }
})
