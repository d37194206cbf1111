window.onload = function() {
  window.ui = SwaggerUIBundle({
    // below whatever path a proxy puts HALO
    url: '../v3/api-docs',
    dom_id: '#swagger-ui',
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: 'StandaloneLayout',
    // a service of others, which would be sent the description
    validatorUrl: ''
  });
};
