"""The queue's own tables are kept out of the admin: a row of its Schedule can call any function, os.system too."""

from django.contrib import admin
from django_q import admin as _queue_admin  # noqa: F401  registers them, so that they can be taken out again
from django_q.models import Failure, OrmQ, Schedule, Success

admin.site.unregister([Failure, OrmQ, Schedule, Success])
