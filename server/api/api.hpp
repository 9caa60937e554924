// server/api/api.hpp - /api/v1: commands and views as JSON (docs/api.md), problems as RFC 9457, the OpenAPI description.
#pragma once
#include "server/app/site.hpp"

namespace api {

app::handler_result command(const app::shared_request& v);
app::handler_result view(const app::shared_request& v);
app::handler_result openapi(const app::shared_request& v);
app::handler_result upload(const app::shared_request& v);
app::handler_result download(const app::shared_request& v);

/// OpenAPI 3.1, made from the vocabulary and the views.
boost::json::object description();

} // namespace api
