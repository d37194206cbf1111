SwaggerUIBundle({
  // below whatever path a proxy puts HALO
  url: '../v3/api-docs',
  dom_id: '#swagger-ui',
  deepLinking: true,
  // a service of others, to which the browser would send the description
  validatorUrl: null
});
